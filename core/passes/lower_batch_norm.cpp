// lower_batch_norm: a batch norm that no layer before it could take becomes a layer of its own that has an integer form.
//   before  y = batch_norm(x, ...)
//   after   y = depthwise_conv2d(x, g, offset) of 1 x 1; x of another rank than 4 is read as [1, 1, rows, channels]
//   keeps   outputs to the rounding of a product
#include "core/ops/op_kind.h"
#include "core/passes/affine.h"
#include "core/passes/edit.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

std::optional<Match> match(const Graph& graph, NodeId id, std::string*) {
  if (graph.node(id).kind != OpKind::batch_norm || !affine_of_batch_norm(graph, id)) return std::nullopt;
  return Match{.node = id};
}

ValueId constant_of(Graph& graph, const Shape& shape, const std::vector<float>& numbers, std::string_view name) {
  return graph.add_constant(DType::f32, shape, Blob::of(numbers), name);
}

void apply(Graph& graph, const Match& match) {
  const Affine affine = *affine_of_batch_norm(graph, match.node);
  const ValueId x = graph.node_inputs(match.node)[0], y = graph.node_outputs(match.node)[0];
  const Shape shape = graph.shape(x);
  const std::string name(graph.value_name(y));
  const std::int64_t channels = shape.back();
  const ValueId weights = constant_of(graph, {1, 1, 1, channels}, affine.factor, name + "_weights");
  const ValueId bias = constant_of(graph, {channels}, affine.offset, name + "_bias");
  if (shape.size() == 4) {
    graph.nodes[index_of(match.node)].kind = OpKind::depthwise_conv2d;
    graph.nodes[index_of(match.node)].attrs = AttrsId::none;
    return set_inputs(graph, match.node, std::vector{x, weights, bias});
  }
  const std::int64_t rows = channels > 0 ? graph.value_elements(x) / channels : 0;
  const Shape plane{1, 1, rows, channels};
  const ValueId from = graph.add_value(DType::f32, plane, name + "_rows");
  const ValueId to = graph.add_value(DType::f32, plane, name + "_scaled");
  const NodeId moved = insert_before(graph, match.node, OpKind::reshape, std::vector{x}, std::vector{from}, {{"shape", plane}}, name);
  const NodeId last = insert_before(graph, moved, OpKind::depthwise_conv2d, std::vector{from, weights, bias}, std::vector{to}, {}, name);
  graph.nodes[index_of(last)].kind = OpKind::reshape;
  graph.nodes[index_of(last)].attrs = AttrsId::none;
  set_attr(graph, last, "shape", shape);
  set_inputs(graph, last, std::vector{to});
}

}  // namespace

extern const PassDef pass_lower_batch_norm{.doc = "make a batch norm on its own a 1 x 1 depthwise convolution, which has an integer form",
                                           .keeps = Keeps::outputs_nearly,
                                           .match = match,
                                           .apply = apply};

}  // namespace thimble
