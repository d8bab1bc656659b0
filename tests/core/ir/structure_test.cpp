// check_structure: each invariant broken once.
#include "core/ir/structure.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <string>

namespace thimble::test {
namespace {

// x -> node 0 (with constant w) -> y
Graph small_graph() {
  Graph graph;
  const ValueId x = graph.add_value(DType::s8, {2, 3}, "x");
  const ValueId w = graph.add_constant(DType::s8, {3}, Blob::of(std::vector<std::int8_t>{1, 2, 3}), "w");
  const ValueId y = graph.add_value(DType::s8, {2, 3}, "y");
  graph.add_node(OpKind{0}, std::vector{x, w}, std::vector{y}, {}, "n");
  graph.inputs = {x};
  graph.outputs = {y};
  return graph;
}

void expect(const std::function<void(Graph&)>& change, const std::string& where, const std::string& message) {
  Graph graph = small_graph();
  change(graph);
  const auto checked = check_structure(graph);
  REQUIRE(!checked.ok());
  INFO(checked.error().to_string());
  CHECK(checked.error().code() == ErrorCode::bad_data);
  CHECK(checked.error().where() == where);
  CHECK(checked.error().message().find(message) != std::string::npos);
}

void set_quant(Graph& graph, std::size_t value, QuantParams quant) {
  graph.quants.push_back(std::move(quant));
  graph.values[value].quant = static_cast<QuantId>(graph.quants.size() - 1);
}

}  // namespace

TEST_CASE("structure: a graph in order passes", "[ir][unit]") {
  CHECK(check_structure(small_graph()).ok());
  Graph quantized = small_graph();
  set_quant(quantized, 1, {{0.1f, 0.2f, 0.3f}, {0, 0, 0}, 0});
  set_quant(quantized, 0, {{0.1f}, {-4}, -1});
  CHECK(check_structure(quantized).ok());
}

TEST_CASE("structure: values, constants and quantization have to fit their shapes", "[ir][unit]") {
  expect([](Graph& g) { g.values[0].shape = ShapeId::none; }, "value 0 'x'", "no shape");
  expect([](Graph& g) { g.shapes[0] = {2, -3}; }, "value 0 'x'", "is negative");
  expect([](Graph& g) { g.shapes[0] = Shape(7, 1); }, "value 0 'x'", "rank above 6");
  expect([](Graph& g) { g.shapes[0] = {kMaxElements, 2}; }, "value 0 'x'", "more than 2^31 elements");
  expect([](Graph& g) { g.constants[0] = Blob(std::vector<std::byte>(4)); }, "value 1 'w'", "constant of 4 bytes, expected 3");
  expect([](Graph& g) { set_quant(g, 0, {{}, {}, -1}); }, "value 0 'x'", "0 scales and 0 zero points");
  expect([](Graph& g) { set_quant(g, 0, {{1.0f}, {}, -1}); }, "value 0 'x'", "1 scales and 0 zero points");
  expect([](Graph& g) { set_quant(g, 0, {{1.0f, 1.0f}, {0, 0}, -1}); }, "value 0 'x'", "2 scales without an axis");
  expect([](Graph& g) { set_quant(g, 0, {{1.0f, 1.0f}, {0, 0}, 2}); }, "value 0 'x'", "along axis 2 of a shape of rank 2");
  expect([](Graph& g) { set_quant(g, 0, {{1.0f, 1.0f}, {0, 0}, 1}); }, "value 0 'x'", "2 scales along axis 1, expected 3");
  for (const float scale : {0.0f, -1.0f, std::nanf(""), INFINITY}) {
    expect([scale](Graph& g) { set_quant(g, 0, {{scale}, {0}, -1}); }, "value 0 'x'", "expected a positive finite number");
  }
}

TEST_CASE("structure: values are made once, before they are read", "[ir][unit]") {
  expect([](Graph& g) { g.edges[0] = ValueId{9}; }, "node 0", "an input names a value that is not there");
  expect([](Graph& g) { g.edges[2] = ValueId{9}; }, "node 0", "an output names a value that is not there");
  expect([](Graph& g) { g.edges[0] = ValueId{2}; }, "node 0", "reads value 2 'y' before anything makes it");
  expect([](Graph& g) { g.edges[2] = ValueId{0}; }, "node 0", "makes value 0 'x', which exists already");
  expect([](Graph& g) { g.edges[2] = ValueId{1}; }, "node 0", "makes value 1 'w', which exists already");
  expect([](Graph& g) { g.inputs = {ValueId{9}}; }, "", "a graph input names a value that is not there");
  expect([](Graph& g) { g.inputs = {ValueId{0}, ValueId{0}}; }, "", "is a constant or named twice");
  expect([](Graph& g) { g.inputs = {ValueId{0}, ValueId{1}}; }, "", "is a constant or named twice");
  expect([](Graph& g) { g.outputs.clear(); }, "", "no outputs");
  expect([](Graph& g) { g.outputs = {ValueId{9}}; }, "", "a graph output is never made");
  expect([](Graph& g) { g.nodes[0].dead = true; }, "", "a graph output is never made");
}

TEST_CASE("graph: compact drops what is dead or unused and keeps the rest in order", "[ir][unit]") {
  Graph graph = small_graph();
  const ValueId unused = graph.add_value(DType::f32, {9}, "unused");
  const ValueId z = graph.add_value(DType::s8, {2, 3}, "z");
  graph.add_node(OpKind{1}, std::vector{ValueId{2}}, std::vector{z}, {{"a", std::int64_t{1}}}, "dead");
  graph.nodes[1].dead = true;
  const NodeId alive = graph.add_node(OpKind{2}, std::vector{ValueId{2}, ValueId::none},
                                      std::vector{graph.add_value(DType::s8, {6}, "out")}, {{"b", 2.0}}, "alive");
  graph.outputs = {graph.node_outputs(alive)[0]};
  graph.compact();
  REQUIRE(check_structure(graph).ok());
  CHECK(graph.values.size() == 4);
  CHECK(graph.nodes.size() == 2);
  CHECK(graph.value_name(graph.outputs[0]) == "out");
  CHECK(graph.node_name(NodeId{1}) == "alive");
  CHECK(graph.node_attrs(NodeId{1}) == AttrSet{{"b", 2.0}});
  CHECK(!is_valid(graph.node_inputs(NodeId{1})[1]));
  CHECK(graph.shapes.size() == 3);
  (void)unused;
}

TEST_CASE("graph: a value's uses move to another, in nodes and outputs", "[ir][unit]") {
  Graph graph = small_graph();
  const ValueId other = graph.add_value(DType::s8, {2, 3}, "other");
  graph.replace_uses(ValueId{0}, other);
  graph.replace_uses(ValueId{2}, other);
  CHECK(graph.node_inputs(NodeId{0})[0] == other);
  CHECK(graph.outputs == std::vector{other});
  CHECK(graph.is_output(other));
}

TEST_CASE("types: element counts are bounded, empty tensors are empty", "[ir][unit]") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({2, 3, 4}) == 24);
  CHECK(element_count({0, kMaxElements}) == 0);
  CHECK(element_count({kMaxElements}) == kMaxElements);
  CHECK(!element_count({kMaxElements + 1}));
  CHECK(!element_count({-1}));
  CHECK(!element_count(Shape(kMaxRank + 1, 1)));
  for (const DType dtype : {DType::f32, DType::f16, DType::s8, DType::u8, DType::s16, DType::s32, DType::s64, DType::b8}) {
    CHECK(parse_dtype(dtype_name(dtype)) == dtype);
    CHECK(dtype_bytes(dtype) >= 1);
  }
  CHECK(!parse_dtype("i8"));
}

}  // namespace thimble::test
