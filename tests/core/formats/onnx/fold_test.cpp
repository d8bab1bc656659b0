// What nodes of constants are computed to at import, seen as the constant that is left in the graph.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>

#include "core/formats/format_def.h"
#include "tests/support/onnx_builder.h"

namespace thimble::test {
namespace {

// x + Cast(op(a, b)): the second operand of the sum.
std::vector<float> folded(const OnnxMessage& node, const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
  const auto size = std::ssize(a);
  OnnxGraph model{.nodes = {node, onnx_node("Cast", {"c"}, {"f"}, {onnx_int("to", 1)}), onnx_node("Add", {"x", "f"}, {"y"})},
                  .initializers = {onnx_longs("a", a), onnx_longs("b", b)},
                  .inputs = {onnx_port("x", {{1}, {size}})},
                  .outputs = {onnx_port("y", {{1}, {size}})}};
  Diagnostics notes;
  const Result<Graph> graph = load_model(model.file(), "m.onnx", notes);
  INFO((graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  std::vector<float> out;
  std::size_t found = 0;
  for (const NodeId id : graph->live_nodes()) {
    for (const ValueId input : graph->node_inputs(id)) {
      const Blob* bytes = graph->constant(input);
      if (!bytes) continue;
      out.resize(bytes->size() / sizeof(float));
      std::memcpy(out.data(), bytes->bytes().data(), bytes->size());
      ++found;
    }
  }
  CHECK(found == 1);
  return out;
}

}  // namespace

TEST_CASE("onnx fold: the remainder of integers takes the divisor's sign, with fmod the dividend's", "[formats][unit]") {
  const std::vector<std::int64_t> a = {7, -7, 7, -7, 6, INT64_MIN}, b = {3, 3, -3, -3, 3, -1};
  CHECK(folded(onnx_node("Mod", {"a", "b"}, {"c"}), a, b) == std::vector<float>{1, 2, -2, -1, 0, 0});
  CHECK(folded(onnx_node("Mod", {"a", "b"}, {"c"}, {onnx_int("fmod", 1)}), a, b) == std::vector<float>{1, -1, 1, -1, 0, 0});
}

TEST_CASE("onnx fold: how many elements a tensor has is known without its numbers", "[formats][unit]") {
  CHECK(folded(onnx_node("Size", {"x"}, {"c"}), {0, 0, 0}, {0}) == std::vector<float>{3});
}

}  // namespace thimble::test
