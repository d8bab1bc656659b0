#include "core/passes/affine.h"

#include <algorithm>
#include <cmath>

#include "core/ops/op_def.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {

std::optional<Affine> affine_of_batch_norm(const Graph& graph, NodeId batch_norm) {
  const NodeView node(graph, batch_norm);
  const auto scale = float_constant(graph, node.input(1)), bias = float_constant(graph, node.input(2));
  const auto mean = float_constant(graph, node.input(3)), variance = float_constant(graph, node.input(4));
  if (!scale || !bias || !mean || !variance) return std::nullopt;
  Affine out;
  for (std::size_t c = 0; c < scale->size(); ++c) {
    const double factor = static_cast<double>((*scale)[c]) / std::sqrt(static_cast<double>((*variance)[c]) + node.real("epsilon"));
    out.factor.push_back(static_cast<float>(factor));
    out.offset.push_back(static_cast<float>(static_cast<double>((*bias)[c]) - static_cast<double>((*mean)[c]) * factor));
  }
  return out;
}

std::optional<NodeId> foldable_producer(const Graph& graph, ValueId value, std::string* why_not) {
  const NodeId producer = graph.value(value).producer;
  if (!is_valid(producer) || graph.node(producer).dead || op_def(graph.node(producer).kind).quant.kind != QuantRule::Kind::weighted)
    return std::nullopt;
  const auto refuse = [&](const char* reason) {
    if (why_not) *why_not = reason;
    return std::nullopt;
  };
  if (use_count(graph, value) != 1) return refuse("what the layer before it makes has other readers");
  const NodeView node(graph, producer);
  if (node.text("activation") != "none") return refuse("there is an activation between it and the layer before it");
  if (!float_constant(graph, node.input(1))) return refuse("the weights before it are no f32 constants");
  if (node.has_input(2) && !float_constant(graph, node.input(2))) return refuse("the bias before it is no f32 constant");
  return producer;
}

void fold_affine(Graph& graph, NodeId weighted, const Affine& affine) {
  const auto axis = static_cast<std::size_t>(op_def(graph.node(weighted).kind).quant.weight_axis);
  const ValueId weights = graph.node_inputs(weighted)[1];
  const Shape shape = graph.shape(weights);
  std::vector<float> numbers = *float_constant(graph, weights);
  std::size_t inner = 1;
  for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= static_cast<std::size_t>(shape[i]);
  const std::size_t channels = affine.factor.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] *= affine.factor[i / inner % channels];
  const std::string weights_name(graph.value_name(weights));
  graph.set_input(weighted, 1, graph.add_constant(DType::f32, shape, Blob::of(numbers), weights_name));

  const ValueId before = graph.node(weighted).inputs > 2 ? graph.node_inputs(weighted)[2] : ValueId::none;
  std::vector<float> bias = is_valid(before) ? *float_constant(graph, before) : std::vector<float>(channels, 0.0f);
  for (std::size_t c = 0; c < channels; ++c) bias[c] = bias[c] * affine.factor[c] + affine.offset[c];
  const std::string bias_name = is_valid(before) ? std::string(graph.value_name(before)) : weights_name + "_bias";
  const ValueId after = graph.add_constant(DType::f32, {static_cast<std::int64_t>(channels)}, Blob::of(bias), bias_name);
  const ValueId inputs[] = {graph.node_inputs(weighted)[0], graph.node_inputs(weighted)[1], after};
  set_inputs(graph, weighted, inputs);
}

}  // namespace thimble
