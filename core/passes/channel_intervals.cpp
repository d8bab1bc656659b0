#include "core/passes/channel_intervals.h"

#include <algorithm>
#include <optional>

#include "core/ops/op_def.h"
#include "core/runtime/executor.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
#include "core/kernels/device/fully_connected_s8.h"
#include "core/kernels/device/requantize.h"
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble {
namespace {

using Intervals = std::vector<ChannelInterval>;

// Sums past this may wrap or shift out of 32 bits on their way: then nothing is claimed.
constexpr std::int64_t kSafeSum = std::int64_t{1} << 30;

struct SumBounds {
  std::int64_t low = 0, high = 0;

  // factor * x with x in [low_x, high_x]; a tap in a border adds nothing, which is 0.
  void add(std::int64_t factor, std::int64_t low_x, std::int64_t high_x, bool or_zero) {
    std::int64_t a = factor * low_x, b = factor * high_x;
    if (a > b) std::swap(a, b);
    low += or_zero ? std::min<std::int64_t>(a, 0) : a;
    high += or_zero ? std::max<std::int64_t>(b, 0) : b;
  }
  bool safe(std::int32_t left_shift) const {
    const std::int64_t most = kSafeSum >> std::clamp(left_shift, 0, 30);
    return low > -most && high < most;
  }
};

class Analysis {
 public:
  explicit Analysis(const Graph& graph) : graph_(graph), out_(graph.values.size()) {}

  ChannelIntervals run() {
    for (const ValueId id : graph_.inputs) set_any(id);
    for (const NodeId id : graph_.live_nodes()) {
      for (const ValueId value : graph_.node_outputs(id)) set_any(value);
      visit(NodeView(graph_, id));
    }
    return std::move(out_);
  }

 private:
  void set_any(ValueId id) {
    if (graph_.value(id).dtype == DType::s8 && !graph_.constant(id) && !graph_.shape(id).empty())
      out_[index_of(id)].assign(static_cast<std::size_t>(graph_.shape(id).back()), {});
  }
  const Intervals& of(ValueId id) const { return out_[index_of(id)]; }
  Intervals& made(const NodeView& node) { return out_[index_of(node.output())]; }

  void visit(const NodeView& node) {
    switch (channel_flow(graph_, node.id())) {
      case ChannelFlow::none: return;
      case ChannelFlow::weighted:
      case ChannelFlow::depthwise: return weighted(node);
      case ChannelFlow::unary: return unary(node);
      case ChannelFlow::window: return window(node);
      case ChannelFlow::binary: return binary(node);
      case ChannelFlow::view: return view(node);
      case ChannelFlow::concatenate: return concatenate(node);
      case ChannelFlow::border: return border(node);
    }
  }

  void weighted(const NodeView& node);
  template <class Requantize>
  void finish_sums(const NodeView& node, const std::vector<SumBounds>& sums, const KernelCall& call, std::size_t shift_slot,
                   const Requantize& requantize);
  void unary(const NodeView& node);
  void window(const NodeView& node);
  void binary(const NodeView& node);
  void view(const NodeView& node);
  void concatenate(const NodeView& node);
  void border(const NodeView& node);

  Intervals operand(const NodeView& node, std::size_t i) const;
  std::optional<std::vector<std::int8_t>> run_alone(const NodeView& node, const std::vector<Shape>& shapes, const Shape& out_shape,
                                                    const std::vector<std::vector<std::int8_t>>& inputs) const;

  const Graph& graph_;
  ChannelIntervals out_;
};

bool has_border(const NodeView& node) {
  if (!find_attr(op_def(node.graph().node(node.id()).kind), "pad_top")) return false;
  return node.integer("pad_top") > 0 || node.integer("pad_left") > 0 || node.integer("pad_bottom") > 0 || node.integer("pad_right") > 0;
}

// The sums of every output channel before they are requantized.
std::vector<SumBounds> bound_sums(const NodeView& node, const Intervals& in, std::int32_t zero_point, std::int32_t weight_zero_point) {
  const Graph& graph = node.graph();
  const bool depthwise = graph.node(node.id()).kind == OpKind::depthwise_conv2d;
  const bool or_zero = has_border(node);
  const auto weights = graph.constant(node.input(1))->copy_as<std::int8_t>();
  const Shape& filter = node.in_shape(1);
  const auto outputs = static_cast<std::size_t>(depthwise ? filter[3] : filter[0]);
  std::vector<SumBounds> sums(outputs);
  if (node.has_input(2)) {
    const auto bias = graph.constant(node.input(2))->copy_as<std::int32_t>();
    for (std::size_t o = 0; o < outputs; ++o) sums[o] = {bias[o], bias[o]};
  }
  const std::size_t terms = weights.size() / std::max<std::size_t>(outputs, 1);
  const std::size_t multiplier = depthwise ? std::max<std::size_t>(outputs / in.size(), 1) : 1;
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t t = 0; t < terms; ++t) {
      const std::int8_t weight = depthwise ? weights[t * outputs + o] : weights[o * terms + t];
      const ChannelInterval& x = depthwise ? in[o / multiplier] : in[t % in.size()];
      sums[o].add(weight - weight_zero_point, x.low - zero_point, x.high - zero_point, or_zero);
    }
  }
  return sums;
}

template <class Requantize>
void Analysis::finish_sums(const NodeView& node, const std::vector<SumBounds>& sums, const KernelCall& call, std::size_t shift_slot,
                           const Requantize& requantize) {
  const auto shift = call.constants[shift_slot].bytes.copy_as<std::int8_t>();
  Intervals& out = made(node);
  for (std::size_t o = 0; o < sums.size(); ++o) {
    if (!sums[o].safe(shift[o])) continue;
    out[o] = {requantize(static_cast<std::int32_t>(sums[o].low), o), requantize(static_cast<std::int32_t>(sums[o].high), o)};
  }
}

void Analysis::weighted(const NodeView& node) {
  const OpDef& def = op_def(graph_.node(node.id()).kind);
  const auto calls = def.lower(node);
  if (!calls.ok() || calls->size() != 1) return;
  const KernelCall& call = (*calls)[0];
  const auto finish_convolution = [&](const auto& p) {
    const auto multiplier = call.constants[2].bytes.copy_as<std::int32_t>();
    const auto shift = call.constants[3].bytes.copy_as<std::int8_t>();
    finish_sums(node, bound_sums(node, of(node.input(0)), p.in_zero_point, 0), call, 3, [&](std::int32_t acc, std::size_t o) {
      return thimble_clamp(thimble_requantize(acc, multiplier[o], shift[o]) + p.out_zero_point, p.out_min, p.out_max);
    });
  };
  if (call.kernel == KernelId::conv2d_s8) finish_convolution(params_as<thimble_conv2d_s8_params>(call));
  if (call.kernel == KernelId::depthwise_conv2d_s8) finish_convolution(params_as<thimble_depthwise_conv2d_s8_params>(call));
  if (call.kernel == KernelId::fully_connected_s8) {
    const auto p = params_as<thimble_fully_connected_s8_params>(call);
    const auto high = call.constants[2].bytes.copy_as<std::int32_t>();
    const auto low = call.constants[3].bytes.copy_as<std::int32_t>();
    const auto shift = call.constants[4].bytes.copy_as<std::int8_t>();
    finish_sums(node, bound_sums(node, of(node.input(0)), p.in_zero_point, p.weight_zero_point), call, 4,
                [&](std::int32_t acc, std::size_t o) {
                  return thimble_clamp(thimble_scale_s32(acc, high[o], low[o], shift[o]) + p.out_zero_point, p.out_min, p.out_max);
                });
  }
}

// The node's own kernel on other shapes than its own: the bounds cannot differ from what it computes.
std::optional<std::vector<std::int8_t>> Analysis::run_alone(const NodeView& node, const std::vector<Shape>& shapes, const Shape& out_shape,
                                                            const std::vector<std::vector<std::int8_t>>& inputs) const {
  Graph alone;
  std::vector<ValueId> operands;
  std::vector<Bytes> bytes;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    operands.push_back(alone.add_value(DType::s8, shapes[i], {}, graph_.quant(node.input(i))));
    const auto data = std::as_bytes(std::span(inputs[i]));
    bytes.emplace_back(data.begin(), data.end());
  }
  alone.inputs = operands;
  const ValueId result = alone.add_value(DType::s8, out_shape, {}, graph_.quant(node.output()));
  alone.outputs = {result};
  alone.add_node(graph_.node(node.id()).kind, operands, std::span(&result, 1), graph_.node_attrs(node.id()));
  if (!verify(alone).ok()) return std::nullopt;
  auto executor = Executor::create(alone);
  if (!executor.ok()) return std::nullopt;
  auto outputs = executor->run(bytes);
  if (!outputs.ok()) return std::nullopt;
  const auto* first = reinterpret_cast<const std::int8_t*>((*outputs)[0].data());
  return std::vector<std::int8_t>(first, first + (*outputs)[0].size());
}

void Analysis::unary(const NodeView& node) {
  std::vector<std::int8_t> every(256);
  for (int i = 0; i < 256; ++i) every[static_cast<std::size_t>(i)] = static_cast<std::int8_t>(i - 128);
  const auto table = run_alone(node, {{1, 256}}, {1, 256}, {every});
  if (!table) return;
  const Intervals& in = of(node.input(0));
  Intervals& out = made(node);
  for (std::size_t c = 0; c < out.size(); ++c) {
    const auto [low, high] = std::minmax_element(table->begin() + (in[c].low + 128), table->begin() + (in[c].high + 129));
    out[c] = {*low, *high};
  }
}

void Analysis::window(const NodeView& node) {
  const Intervals& in = of(node.input(0));
  const auto elements = static_cast<std::size_t>(graph_.value_elements(node.input(0)));
  Intervals& out = made(node);
  if (in.empty() || elements == 0) return;
  std::vector<std::int8_t> low(elements), high(elements);
  for (std::size_t i = 0; i < elements; ++i) {
    low[i] = static_cast<std::int8_t>(in[i % in.size()].low);
    high[i] = static_cast<std::int8_t>(in[i % in.size()].high);
  }
  const auto from_low = run_alone(node, {node.in_shape(0)}, node.out_shape(), {low});
  const auto from_high = run_alone(node, {node.in_shape(0)}, node.out_shape(), {high});
  if (!from_low || !from_high || out.size() != in.size()) return;
  for (std::size_t i = 0; i < from_low->size(); ++i) {
    const std::size_t c = i % out.size();
    const bool first = i < out.size();
    out[c] = {first ? (*from_low)[i] : std::min<std::int32_t>(out[c].low, (*from_low)[i]),
              first ? (*from_high)[i] : std::max<std::int32_t>(out[c].high, (*from_high)[i])};
  }
}

// An operand's bounds, a constant's from its numbers.
Intervals Analysis::operand(const NodeView& node, std::size_t i) const {
  const Blob* constant = graph_.constant(node.input(i));
  if (!constant) return of(node.input(i));
  const auto numbers = constant->copy_as<std::int8_t>();
  const auto channels = static_cast<std::size_t>(node.out_shape().back());
  const Shape& shape = node.in_shape(i);
  const std::size_t own = shape.empty() ? 1 : static_cast<std::size_t>(shape.back());
  Intervals out(channels, {INT8_MAX, INT8_MIN});
  for (std::size_t c = 0; c < channels; ++c) {
    for (std::size_t at = own == 1 ? 0 : c; at < numbers.size(); at += own) {
      out[c] = {std::min<std::int32_t>(out[c].low, numbers[at]), std::max<std::int32_t>(out[c].high, numbers[at])};
    }
  }
  return out;
}

void Analysis::binary(const NodeView& node) {
  const Intervals a = operand(node, 0), b = operand(node, 1);
  Intervals& out = made(node);
  const std::size_t channels = out.size();
  std::vector<std::int8_t> left, right;
  for (std::size_t corner = 0; corner < 4; ++corner) {
    for (std::size_t c = 0; c < channels; ++c) {
      left.push_back(static_cast<std::int8_t>(corner < 2 ? a[c].low : a[c].high));
      right.push_back(static_cast<std::int8_t>(corner % 2 == 0 ? b[c].low : b[c].high));
    }
  }
  const Shape shape{4, static_cast<std::int64_t>(channels)};
  const auto corners = run_alone(node, {shape, shape}, shape, {left, right});
  if (!corners) return;
  for (std::size_t c = 0; c < channels; ++c) {
    out[c] = {INT8_MAX, INT8_MIN};
    for (std::size_t corner = 0; corner < 4; ++corner) {
      const std::int32_t y = (*corners)[corner * channels + c];
      out[c] = {std::min(out[c].low, y), std::max(out[c].high, y)};
    }
  }
}

void Analysis::view(const NodeView& node) {
  const Intervals& in = of(node.input(0));
  Intervals& out = made(node);
  for (std::size_t j = 0; j < out.size() && !in.empty(); ++j) out[j] = in[j % in.size()];
}

void Analysis::concatenate(const NodeView& node) {
  const bool channels = node.integer("axis") == static_cast<std::int64_t>(node.out_shape().size()) - 1;
  Intervals all;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (graph_.constant(node.input(i))) return;
    const Intervals& in = of(node.input(i));
    if (channels) {
      all.insert(all.end(), in.begin(), in.end());
    } else if (all.empty()) {
      all = in;
    } else {
      for (std::size_t c = 0; c < all.size(); ++c) all[c] = {std::min(all[c].low, in[c].low), std::max(all[c].high, in[c].high)};
    }
  }
  made(node) = std::move(all);
}

void Analysis::border(const NodeView& node) {
  const QuantParams* quant = graph_.quant(node.input(0));
  if (!quant || !quant->per_tensor()) return;
  const std::int32_t zero = quant->zero_points[0];
  const Intervals& in = of(node.input(0));
  Intervals& out = made(node);
  for (std::size_t c = 0; c < out.size(); ++c) out[c] = {std::min(in[c].low, zero), std::max(in[c].high, zero)};
}

}  // namespace

ChannelIntervals channel_intervals(const Graph& graph) { return Analysis(graph).run(); }

}  // namespace thimble
