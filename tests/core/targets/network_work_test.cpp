#include "core/targets/network_work.h"

#include <catch2/catch_all.hpp>

#include "core/base/blob.h"
#include "core/ops/op_def.h"

namespace thimble {
namespace {

ValueId constant(Graph& graph, DType dtype, const Shape& shape, const QuantParams* quant = nullptr) {
  const std::int64_t bytes = *element_count(shape) * dtype_bytes(dtype);
  return graph.add_constant(dtype, shape, Blob(std::vector<std::byte>(static_cast<std::size_t>(bytes))), "", quant);
}

// 8x8x3 -> conv 3x3 to 16 channels, same padding -> softmax
Graph tiny_graph() {
  const QuantParams activation{{0.5f}, {0}};
  const QuantParams probability{{1.0f / 256}, {-128}};
  const QuantParams weight{{0.1f}, {0}};
  const QuantParams sum{{0.05f}, {0}};
  Graph graph;
  const ValueId in = graph.add_value(DType::s8, {1, 8, 8, 3}, "in", &activation);
  const ValueId weights = constant(graph, DType::s8, {16, 3, 3, 3}, &weight);
  const ValueId bias = constant(graph, DType::s32, {16}, &sum);
  const ValueId middle = graph.add_value(DType::s8, {1, 8, 8, 16}, "middle", &activation);
  const ValueId out = graph.add_value(DType::s8, {1, 8, 8, 16}, "out", &probability);
  graph.inputs = {in};
  graph.outputs = {out};
  const ValueId conv_in[] = {in, weights, bias}, conv_out[] = {middle};
  graph.add_node(
      OpKind::conv2d, conv_in, conv_out,
      {{"pad_top", std::int64_t{1}}, {"pad_left", std::int64_t{1}}, {"pad_bottom", std::int64_t{1}}, {"pad_right", std::int64_t{1}}});
  const ValueId softmax_in[] = {middle}, softmax_out[] = {out};
  graph.add_node(OpKind::softmax, softmax_in, softmax_out, {});
  return graph;
}

}  // namespace

TEST_CASE("network work: one layer a node, with the figures that the model prices", "[targets][unit]") {
  const Graph graph = tiny_graph();
  const Result<void> verified = verify(graph);
  INFO((verified.ok() ? "" : verified.error().to_string()));
  REQUIRE(verified.ok());
  const NetworkWork work = network_work(graph);
  CHECK(work.precision == Precision::int8);
  REQUIRE(work.layers.size() == 2);
  const LayerWork& conv = work.layers[0];
  CHECK(conv.kind == LayerKind::conv);
  CHECK(conv.macs == 8 * 8 * 16 * 27);
  CHECK(conv.outputs == 8 * 8 * 16);
  CHECK(conv.output_channels == 16);
  CHECK(conv.input_channels == 3);
  CHECK(conv.weights == 16 * 27);
  CHECK(work.layers[1].kind == LayerKind::transcendental);
  CHECK(work.layers[1].outputs == 8 * 8 * 16);
}

}  // namespace thimble
