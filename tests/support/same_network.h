// difference_between: whether two graphs are the same network, whatever their ids: nodes in the same order, of the same kind
//   and meaning, wired alike, over values of the same type, shape, quantization and constants. Empty when they are.
//   meaning  attributes as they act: what is not said is its default, a pad's value is the number that is put in, the
//            padding behind a window counts as far as a window reaches, a stride over one element does not count
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/half.h"
#include "core/base/text.h"
#include "core/ops/op_def.h"

namespace thimble::test {

class NetworkComparison {
 public:
  NetworkComparison(const Graph& a, const Graph& b, bool names)
      : a_(a), b_(b), names_(names), partner_(a.values.size(), ValueId::none), taken_(b.values.size(), false) {}

  std::string run() {
    if (a_.inputs.size() != b_.inputs.size()) return "other inputs";
    if (a_.outputs.size() != b_.outputs.size()) return "other outputs";
    for (std::size_t i = 0; i < a_.inputs.size(); ++i) {
      if (std::string why = pair(a_.inputs[i], b_.inputs[i]); !why.empty()) return cat("input ", i, ": ", why);
    }
    const auto left = a_.live_nodes(), right = b_.live_nodes();
    if (left.size() != right.size()) return cat(left.size(), " nodes, ", right.size(), " nodes");
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (std::string why = compare_nodes(left[i], right[i]); !why.empty()) return cat(node_place(a_, left[i]), ": ", why);
    }
    for (std::size_t i = 0; i < a_.outputs.size(); ++i) {
      if (std::string why = pair(a_.outputs[i], b_.outputs[i]); !why.empty()) return cat("output ", i, ": ", why);
    }
    return {};
  }

 private:
  std::string pair(ValueId a, ValueId b) {
    if (!is_valid(a) || !is_valid(b)) return is_valid(a) == is_valid(b) ? "" : "an operand is missing";
    if (partner_[index_of(a)] == b) return {};
    if (is_valid(partner_[index_of(a)]) || taken_[index_of(b)]) return "wired otherwise";
    partner_[index_of(a)] = b;
    taken_[index_of(b)] = true;
    if (a_.value(a).dtype != b_.value(b).dtype) return "another type";
    if (a_.shape(a) != b_.shape(b)) return "another shape";
    const QuantParams *p = a_.quant(a), *q = b_.quant(b);
    if ((p == nullptr) != (q == nullptr) || (p && *p != *q)) return "other quantization";
    if (names_ && a_.value_name(a) != b_.value_name(b)) return "another name: " + std::string(b_.value_name(b));
    const Blob *x = a_.constant(a), *y = b_.constant(b);
    if ((x == nullptr) != (y == nullptr)) return "a constant in one of them only";
    if (x && !std::equal(x->bytes().begin(), x->bytes().end(), y->bytes().begin(), y->bytes().end())) return "other bytes";
    return {};
  }

  std::string compare_nodes(NodeId a, NodeId b) {
    if (a_.node(a).kind != b_.node(b).kind) return "is " + std::string(op_name(b_.node(b).kind));
    const auto in_a = a_.node_inputs(a), in_b = b_.node_inputs(b), out_a = a_.node_outputs(a), out_b = b_.node_outputs(b);
    // A convolution without a bias is one with a bias of zeros.
    const bool zeros_added = a_.node(a).kind == OpKind::conv2d && in_a.size() == 2 && in_b.size() == 3 && is_zero(b_, in_b[2]);
    if ((in_a.size() != in_b.size() && !zeros_added) || out_a.size() != out_b.size()) return "another number of operands";
    for (std::size_t i = 0; i < in_a.size(); ++i) {
      if (std::string why = pair(in_a[i], in_b[i]); !why.empty()) return cat("input ", i, ": ", why);
    }
    for (std::size_t i = 0; i < out_a.size(); ++i) {
      if (std::string why = pair(out_a[i], out_b[i]); !why.empty()) return cat("output ", i, ": ", why);
    }
    const NodeView left(a_, a), right(b_, b);
    for (const AttrSpec& spec : op_def(a_.node(a).kind).attrs) {
      if (!same_attr(left, right, spec)) return "another " + std::string(spec.name);
    }
    return {};
  }

  static bool is_zero(const Graph& graph, ValueId id) {
    const Blob* bytes = graph.constant(id);
    return bytes && std::ranges::all_of(bytes->bytes(), [](std::byte byte) { return byte == std::byte{0}; });
  }

  // As far as the last window reaches.
  static std::int64_t used_padding(const NodeView& node, std::string_view name) {
    const bool rows = name == "pad_bottom";
    const OpKind kind = node.graph().node(node.id()).kind;
    const bool pool = kind == OpKind::average_pool2d || kind == OpKind::max_pool2d;
    const std::size_t dim = rows ? 1 : 2;
    const std::int64_t filter = pool ? node.integer(rows ? "filter_h" : "filter_w") : node.in_shape(1)[dim];
    const std::int64_t dilation = pool ? 1 : node.integer(rows ? "dilation_h" : "dilation_w");
    const std::int64_t before = node.integer(rows ? "pad_top" : "pad_left");
    const std::int64_t reach = (node.out_shape()[dim] - 1) * node.integer(rows ? "stride_h" : "stride_w") + (filter - 1) * dilation + 1;
    return std::max<std::int64_t>(reach - before - node.in_shape(0)[dim], 0);
  }

  // As a number of the tensor's type.
  static double pad_number(const NodeView& node) {
    const QuantParams* quant = node.graph().quant(node.input(0));
    const DType dtype = node.in_dtype(0);
    const double value = node.real("value");
    if (dtype == DType::f32) return static_cast<double>(static_cast<float>(value));
    if (dtype == DType::f16) return half_of(static_cast<float>(value));
    const double number = quant ? quant->zero_points[0] + std::round(value / static_cast<double>(quant->scales[0])) : std::trunc(value);
    const double bits = dtype == DType::b8 ? 1 : 8 * static_cast<double>(std::min<std::int64_t>(dtype_bytes(dtype), 4));
    const bool is_signed = dtype != DType::u8 && dtype != DType::b8;
    const double low = is_signed ? -std::exp2(bits - 1) : 0, high = std::exp2(is_signed ? bits - 1 : bits) - 1;
    return std::isnan(number) ? 0 : std::clamp(number, low, high);
  }

  static bool same_number(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

  static std::vector<std::int64_t> used_strides(const NodeView& node) {
    const auto size = node.integers("size"), stride = node.integers("stride");
    std::vector<std::int64_t> out(stride.begin(), stride.end());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = size[i] > 1 ? out[i] : 1;
    return out;
  }

  static bool same_attr(const NodeView& a, const NodeView& b, const AttrSpec& spec) {
    const OpKind kind = a.graph().node(a.id()).kind;
    // The output's shape says what they leave of it.
    const bool behind = spec.name == "pad_bottom" || spec.name == "pad_right" || spec.name == "out_pad_h" || spec.name == "out_pad_w";
    if (kind == OpKind::transpose_conv2d && behind) return true;
    if (spec.name == "pad_bottom" || spec.name == "pad_right") return used_padding(a, spec.name) == used_padding(b, spec.name);
    if (kind == OpKind::pad && spec.name == "value") return same_number(pad_number(a), pad_number(b));
    if (kind == OpKind::slice && spec.name == "stride") return used_strides(a) == used_strides(b);
    switch (spec.type) {
      case AttrType::integer: return a.integer(spec.name) == b.integer(spec.name);
      case AttrType::real:
        return same_number(static_cast<double>(static_cast<float>(a.real(spec.name))),
                           static_cast<double>(static_cast<float>(b.real(spec.name))));
      case AttrType::text: return a.text(spec.name) == b.text(spec.name);
      case AttrType::integers: return std::ranges::equal(a.integers(spec.name), b.integers(spec.name));
    }
    return false;
  }

  const Graph &a_, &b_;
  bool names_;
  std::vector<ValueId> partner_;  // of each value of a, in b
  std::vector<bool> taken_;       // values of b that have a partner
};

inline std::string difference_between(const Graph& a, const Graph& b, bool names = true) { return NetworkComparison(a, b, names).run(); }

}  // namespace thimble::test
