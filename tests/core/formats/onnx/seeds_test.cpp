// The fuzzer's seeds: one valid model for each operator and form (scripts/oracles/onnx_seeds.py). All are taken, but for those
// that are named for being refused.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <set>

#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/ops/op_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::string seeds_dir() { return environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/onnx"; }

Graph taken(const std::string& name) {
  Diagnostics notes;
  Result<Graph> graph = load_model(read_bytes(seeds_dir() + "/" + name + ".onnx"), name, notes);
  INFO(name << ": " << (graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  return std::move(graph).value();
}

std::multiset<std::string> kinds(const Graph& graph) {
  std::multiset<std::string> out;
  for (const NodeId id : graph.live_nodes()) out.insert(std::string(op_name(graph.node(id).kind)));
  return out;
}

}  // namespace

TEST_CASE("onnx seeds: every form is taken and right in itself", "[formats][unit]") {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(seeds_dir())) {
    const std::string name = entry.path().filename().string();
    INFO(name);
    Diagnostics notes;
    const Result<Graph> graph = load_model(read_bytes(entry.path().string()), name, notes);
    INFO((graph.ok() ? "" : graph.error().to_string()));
    if (name.starts_with("crash_")) continue;
    CHECK(graph.ok() == !name.starts_with("refused_"));
    if (graph.ok()) CHECK(verify(*graph).ok());
    ++files;
  }
  CHECK(files > 140);
}

TEST_CASE("onnx seeds: layouts cancel, decompositions and fused forms are what they should be", "[formats][unit]") {
  using Kinds = std::multiset<std::string>;
  CHECK(kinds(taken("flatten_dense")) == Kinds{"add", "conv2d", "fully_connected", "reshape"});
  CHECK(kinds(taken("transpose")) == Kinds{"reshape"});
  // The shuffle is left to the end, where one transpose makes the output.
  CHECK(kinds(taken("channel_shuffle")) == Kinds{"relu", "reshape", "reshape", "transpose"});
  CHECK(kinds(taken("conv_groups")) == Kinds{"concatenation", "conv2d", "conv2d", "slice", "slice"});
  CHECK(kinds(taken("conv_depthwise")) == Kinds{"depthwise_conv2d"});
  CHECK(kinds(taken("clip_inputs")) == Kinds{"relu"});
  CHECK(kinds(taken("average_pool_counted")) == Kinds{"average_pool2d", "pad"});
  CHECK(kinds(taken("shape_arithmetic")) == Kinds{"reshape", "reshape", "transpose"});
  CHECK(kinds(taken("qdq_conv")) == Kinds{"conv2d", "dequantize", "quantize"});
  CHECK(kinds(taken("qlinear_conv")) == Kinds{"conv2d", "quantize", "quantize"});
  CHECK(kinds(taken("qdq_float_between")).count("erf") == 1);
}

TEST_CASE("onnx seeds: functions are written out, and of branches the one that runs", "[formats][unit]") {
  using Kinds = std::multiset<std::string>;
  const Graph functions = taken("functions");
  CHECK(kinds(functions) == Kinds{"elu", "elu", "leaky_relu", "leaky_relu", "neg", "neg"});
  // What the call gives, and what the function has where the call does not say.
  std::vector<double> slopes;
  for (const NodeId id : functions.live_nodes()) {
    if (functions.node(id).kind == OpKind::leaky_relu) slopes.push_back(NodeView(functions, id).real("alpha"));
    if (functions.node(id).kind == OpKind::elu) CHECK(NodeView(functions, id).real("alpha") == 1);
  }
  CHECK(slopes == std::vector<double>{0.25, 0.5});
  CHECK(kinds(taken("if_nested")) == Kinds{"abs", "neg"});
  CHECK(kinds(taken("if_constant")).count("relu") == 1);
  CHECK(kinds(taken("max_pool_dilated")).count("maximum") == 3);
  Diagnostics notes;
  const Result<Graph> endless = load_model(read_bytes(seeds_dir() + "/refused_endless_function.onnx"), "m.onnx", notes);
  REQUIRE_FALSE(endless.ok());
  CHECK(endless.error().to_string().find("function 'Leak'") != std::string::npos);
}

TEST_CASE("onnx seeds: the class that a network picks is left to the program, its scores are the output", "[formats][unit]") {
  const Graph only = taken("argmax");
  REQUIRE(only.outputs.size() == 1);
  CHECK(only.shape(only.outputs[0]) == Shape{1, 5});
  CHECK(only.value_name(only.outputs[0]) == "y");
  // Beside its scores the class is no output of its own.
  const Graph both = taken("argmax_head");
  REQUIRE(both.outputs.size() == 1);
  CHECK(both.value_name(both.outputs[0]) == "scores");
  CHECK(both.shape(both.outputs[0]) == Shape{1, 3});
}

TEST_CASE("onnx seeds: inputs and outputs say how they relate to the file's", "[formats][unit]") {
  const Graph conv = taken("conv");
  REQUIRE(io_layout(conv, "input", 0));
  CHECK(io_layout(conv, "input", 0)->file_shape == Shape{1, 2, 5, 5});
  CHECK(io_layout(conv, "input", 0)->axes == std::vector<std::int64_t>{0, 2, 3, 1});
  CHECK(file_places(*io_layout(conv, "input", 0))[1] == 25);
  const Graph series = taken("conv_1d");
  CHECK(series.shape(series.inputs[0]) == Shape{1, 1, 6, 2});
  CHECK(io_layout(series, "input", 0)->axes == std::vector<std::int64_t>{0, -1, 2, 1});
  CHECK_FALSE(io_layout(taken("matmul"), "input", 0));
  const Graph batch = taken("typed_data_open_batch");
  CHECK(batch.shape(batch.inputs[0]) == Shape{1, 4});
}

}  // namespace thimble::test
