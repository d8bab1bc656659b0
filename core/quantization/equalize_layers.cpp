#include "core/quantization/equalize_layers.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/base/text.h"
#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"
#include "core/quantization/quantize_weights.h"

namespace thimble {
namespace {

constexpr int kMaxRounds = 20;
constexpr float kSettled = 1e-3f;   // the largest factor's distance from 1 at which the rounds end
constexpr float kMaxFactor = 1e4f;  // a channel of nearly nothing is not blown up beyond this

struct Pair {
  NodeId first, second;
};

bool has_float_weights(const Graph& graph, NodeId id) {
  const OpDef& def = op_def(graph.node(id).kind);
  if (def.quant.kind != QuantRule::Kind::weighted || graph.node(id).kind == OpKind::transpose_conv2d) return false;
  const NodeView node(graph, id);
  return float_constant(graph, node.input(1)) && (!node.has_input(2) || float_constant(graph, node.input(2)));
}

// Where the second layer's weights have its input channels.
std::optional<std::int32_t> input_axis(const Graph& graph, NodeId id) {
  const NodeView node(graph, id);
  const std::int64_t channels = node.in_shape(0).empty() ? 0 : node.in_shape(0).back();
  switch (graph.node(id).kind) {
    case OpKind::conv2d:
      if (node.in_shape(1)[3] == channels) return 3;  // groups would see only some of them
      return std::nullopt;
    case OpKind::depthwise_conv2d:
      if (node.in_shape(1)[3] == channels) return 3;
      return std::nullopt;
    case OpKind::fully_connected:
      if (node.in_shape(1)[1] == channels) return 1;
      return std::nullopt;
    default: return std::nullopt;
  }
}

// Whether f(x / s) = f(x) / s for each channel on its own.
bool lets_scale_through(const Graph& graph, NodeId id) {
  const NodeView node(graph, id);
  switch (graph.node(id).kind) {
    case OpKind::max_pool2d:
    case OpKind::average_pool2d: return node.text("activation") == "none" || node.text("activation") == "relu";
    case OpKind::relu: return node.text("activation") == "relu";
    case OpKind::pad: return node.real("value") == 0;
    case OpKind::reshape:
      return !node.in_shape(0).empty() && !node.out_shape().empty() && node.in_shape(0).back() == node.out_shape().back();
    default: return false;
  }
}

class Equalizer {
 public:
  Equalizer(Graph& graph, std::span<const float> largest, Diagnostics& notes) : graph_(graph), largest_(largest), notes_(notes) {}

  std::int64_t run() {
    std::vector<Pair> pairs;
    for (const NodeId id : graph_.live_nodes()) {
      if (const auto pair = pair_of(id)) pairs.push_back(*pair);
    }
    for (int round = 0; round < kMaxRounds; ++round) {
      float furthest = 0;
      for (const Pair& pair : pairs) furthest = std::max(furthest, equalize(pair));
      if (furthest < kSettled) break;
    }
    for (const auto& [id, numbers] : numbers_) write_back(id, numbers);
    return static_cast<std::int64_t>(pairs.size());
  }

 private:
  // The layer before `second`, through what lets a scale through.
  std::optional<Pair> pair_of(NodeId second) {
    if (!has_float_weights(graph_, second) || !input_axis(graph_, second)) return std::nullopt;
    ValueId value = graph_.node_inputs(second)[0];
    for (;;) {
      const auto producer = sole_producer(graph_, value);
      if (!producer) return std::nullopt;
      if (has_float_weights(graph_, *producer)) {
        if (!clamps_evenly(*producer, second)) return std::nullopt;
        return Pair{*producer, second};
      }
      if (!lets_scale_through(graph_, *producer)) return std::nullopt;
      value = graph_.node_inputs(*producer)[0];
    }
  }

  bool clamps_evenly(NodeId first, NodeId second) {
    const std::string_view activation = NodeView(graph_, first).text("activation");
    if (activation == "none" || activation == "relu") return true;
    const std::size_t made = index_of(graph_.node_outputs(first)[0]);
    if (activation == "relu6" && made < largest_.size() && largest_[made] > 0 && largest_[made] < 6) {
      notes_.note(node_place(graph_, first), "relu6 taken as relu: no calibration sample came near 6");
      set_attr(graph_, first, "activation", std::string("relu"));
      return true;
    }
    notes_.note(node_place(graph_, second), "not equalized with the layer before it: its " + std::string(activation) + " really clamps");
    return false;
  }

  // The factor furthest from 1.
  float equalize(const Pair& pair) {
    const std::int32_t out_axis = op_def(graph_.node(pair.first).kind).quant.weight_axis;
    const std::int32_t in_axis = *input_axis(graph_, pair.second);
    const AxisView first = view_of(pair.first, out_axis), second = view_of(pair.second, in_axis);
    Numbers& one = numbers_of(pair.first);
    Numbers& other = numbers_of(pair.second);
    const std::vector<float> reach_first = largest_magnitudes(one.weights, first);
    const std::vector<float> reach_second = largest_magnitudes(other.weights, second);
    std::vector<float> down(reach_first.size(), 1.0f), up(reach_first.size(), 1.0f);
    float furthest = 0;
    for (std::size_t c = 0; c < down.size(); ++c) {
      if (!(reach_first[c] > 0) || !(reach_second[c] > 0)) continue;
      const float factor = std::clamp(std::sqrt(reach_first[c] / reach_second[c]), 1 / kMaxFactor, kMaxFactor);
      down[c] = 1 / factor, up[c] = factor;
      furthest = std::max(furthest, std::fabs(factor - 1));
    }
    scale(one.weights, first, down);
    scale(other.weights, second, up);
    for (std::size_t c = 0; c < one.bias.size(); ++c) one.bias[c] *= down[c];
    return furthest;
  }

  AxisView view_of(NodeId id, std::int32_t axis) { return axis_view(graph_.shape(graph_.node_inputs(id)[1]), axis); }

  // Weights and bias while the rounds go on; they become constants at the end.
  struct Numbers {
    std::vector<float> weights, bias;
  };
  Numbers& numbers_of(NodeId id) {
    const auto [found, is_new] = numbers_.try_emplace(id);
    if (is_new) {
      const NodeView node(graph_, id);
      found->second.weights = *float_constant(graph_, node.input(1));
      if (node.has_input(2)) found->second.bias = *float_constant(graph_, node.input(2));
    }
    return found->second;
  }

  static void scale(std::vector<float>& numbers, const AxisView& view, const std::vector<float>& factors) {
    const auto inner = static_cast<std::size_t>(view.inner);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] *= factors[i / inner % factors.size()];
  }

  void write_back(NodeId id, const Numbers& numbers) {
    replace(id, 1, numbers.weights);
    if (!numbers.bias.empty()) replace(id, 2, numbers.bias);
  }

  void replace(NodeId id, std::size_t input, const std::vector<float>& numbers) {
    const ValueId before = graph_.node_inputs(id)[input];
    const Shape shape = graph_.shape(before);
    const std::string name(graph_.value_name(before));
    graph_.set_input(id, input, graph_.add_constant(DType::f32, shape, Blob::of(numbers), name));
  }

  Graph& graph_;
  std::span<const float> largest_;
  Diagnostics& notes_;
  std::map<NodeId, Numbers> numbers_;
};

}  // namespace

std::int64_t equalize_layers(Graph& graph, std::span<const float> largest, Diagnostics& notes) {
  const std::int64_t pairs = Equalizer(graph, largest, notes).run();
  return pairs;
}

}  // namespace thimble
