#include "core/ops/litert_difference.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

// Composed of several operators in floats (export_composed.cpp), or known to LiteRT's kernels as floats only.
constexpr OpKind kNeitherType[] = {OpKind::ceil, OpKind::cos, OpKind::floor,    OpKind::hard_sigmoid, OpKind::pow,   OpKind::round,
                                   OpKind::selu, OpKind::sin, OpKind::softplus, OpKind::softsign,     OpKind::square};
constexpr OpKind kNotInt16[] = {OpKind::depth_to_space, OpKind::elu, OpKind::hard_swish, OpKind::log_softmax, OpKind::space_to_depth};

template <std::size_t n>
bool is_one_of(OpKind kind, const OpKind (&kinds)[n]) {
  return std::ranges::find(kinds, kind) != std::end(kinds);
}

bool is_power_of_two(const QuantParams& quant) {
  int exponent = 0;
  return quant.scales.size() == 1 && std::frexp(quant.scales[0], &exponent) == 0.5f;
}

// Every scale: then a file may ask for a kernel that shifts.
bool may_shift(const NodeView& node) {
  const Graph& graph = node.graph();
  const auto shifts = [&](ValueId id) { return graph.quant(id) && is_power_of_two(*graph.quant(id)); };
  return node.out_dtype() == DType::s16 && shifts(node.input(0)) && shifts(node.input(1)) && shifts(node.output());
}

// RELU_N1_TO_1 and RELU_0_TO_1, which LiteRT has for int8 and floats.
bool has_narrow_range(const NodeView& node) {
  if (node.graph().node(node.id()).kind == OpKind::relu) return node.text("activation") == "relu_n1_to_1";
  const double low = node.real("low");
  return node.real("high") == 1 && (low == 0 || low == -1);
}

}  // namespace

bool litert_has_kernel(const NodeView& node) {
  const OpKind kind = node.graph().node(node.id()).kind;
  if (is_one_of(kind, kNeitherType)) return false;
  if (node.out_dtype() == DType::s16) return !is_one_of(kind, kNotInt16);
  return kind != OpKind::elu || node.real("alpha") == 1;
}

std::string_view litert_difference(const NodeView& node) {
  const DType dtype = node.out_dtype();
  if ((dtype != DType::s8 && dtype != DType::s16) || !node.graph().quant(node.output())) return {};
  if (!litert_has_kernel(node)) return "LiteRT has no integer kernel for it: the function's results are rounded to the nearest number";
  switch (node.graph().node(node.id()).kind) {
    case OpKind::neg: return "the least number becomes the greatest, where LiteRT's stays as it is; LiteRT looks at no scale or zero point";
    case OpKind::sum: return "LiteRT multiplies by a number that it does not set: this is its mean without the division";
    case OpKind::add:
    case OpKind::sub:
      return may_shift(node) ? "LiteRT may round the last bit differently where the file asks for shifts (pot_scale_int16)"
                             : std::string_view();
    case OpKind::relu:
    case OpKind::clip:
      return dtype == DType::s16 && has_narrow_range(node)
                 ? "LiteRT has no int16 kernel for this range: its ends are rounded to the nearest number"
                 : std::string_view();
    default: return {};
  }
}

}  // namespace thimble
