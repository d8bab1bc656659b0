// Whole ONNX networks against ONNX Runtime (scripts/oracles/onnx_models.py): a small float one, the same quantized in four
// forms, and other people's (THIMBLE_FIXTURES). Inputs and outputs are in the file's order.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>

#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/ops/op_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::vector<float> floats_of(const Bytes& bytes) {
  std::vector<float> out(bytes.size() / sizeof(float));
  if (!out.empty()) std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

// From the file's order to the graph's, or back.
Bytes reordered(const Graph& graph, std::string_view port, const Bytes& bytes, bool to_file) {
  const std::optional<IoLayout> layout = io_layout(graph, port, 0);
  if (!layout) return bytes;
  const std::vector<float> in = floats_of(bytes);
  std::vector<float> out(in.size());
  const std::vector<std::size_t> places = file_places(*layout);
  REQUIRE(places.size() == in.size());
  for (std::size_t i = 0; i < places.size(); ++i) (to_file ? out[places[i]] : out[i]) = to_file ? in[i] : in[places[i]];
  Bytes result(bytes.size());
  std::memcpy(result.data(), out.data(), result.size());
  return result;
}

struct Loaded {
  Graph graph;
  Diagnostics notes;
};

Loaded load(const std::string& path, const LoadOptions& options = {}) {
  Loaded out;
  Result<Graph> graph = load_model(read_bytes(path), path, out.notes, options);
  INFO(path << ": " << (graph.ok() ? "" : graph.error().to_string()));
  REQUIRE(graph.ok());
  out.graph = std::move(graph).value();
  return out;
}

// The largest difference from ONNX Runtime's answers, over the largest of these.
double worst_difference(const Graph& graph, const std::string& io) {
  Result<Executor> executor = Executor::create(graph);
  INFO(io << ": " << (executor.ok() ? "" : executor.error().to_string()));
  REQUIRE(executor.ok());
  double worst = 0;
  for (const IoSet& set : read_io(io)) {
    const Bytes input = reordered(graph, "input", set.inputs[0], false);
    Result<std::vector<Bytes>> outputs = executor->run(std::span(&input, 1));
    REQUIRE(outputs.ok());
    const std::vector<float> got = floats_of(reordered(graph, "output", (*outputs)[0], true)), expected = floats_of(set.outputs[0]);
    REQUIRE(got.size() == expected.size());
    float largest = 1e-6f;
    for (const float value : expected) largest = std::max(largest, std::fabs(value));
    for (std::size_t i = 0; i < got.size(); ++i) worst = std::max(worst, static_cast<double>(std::fabs(got[i] - expected[i]) / largest));
  }
  return worst;
}

std::vector<OpKind> float_nodes(const Graph& graph) {
  std::vector<OpKind> out;
  for (const NodeId id : graph.live_nodes()) {
    const OpKind kind = graph.node(id).kind;
    const bool is_float = graph.value(graph.node_outputs(id)[0]).dtype == DType::f32;
    if (is_float && kind != OpKind::dequantize && kind != OpKind::reshape) out.push_back(kind);
  }
  return out;
}

std::size_t count_of_kind(const Graph& graph, OpKind kind) {
  std::size_t count = 0;
  for (const NodeId id : graph.live_nodes()) count += graph.node(id).kind == kind ? 1 : 0;
  return count;
}

std::string path_of(const std::string& name) { return data_path("onnx_models/" + name); }

}  // namespace

TEST_CASE("onnx models: a float network answers as ONNX Runtime does", "[runtime][golden]") {
  const Loaded loaded = load(path_of("small_float.onnx"));
  CHECK(loaded.graph.shape(loaded.graph.inputs[0]) == Shape{1, 16, 16, 3});
  // Two flattened values are joined, one of them with height, width and channel: its order has to be the file's, and that is told.
  CHECK(count_of_kind(loaded.graph, OpKind::transpose) == 1);
  CHECK(std::any_of(loaded.notes.items().begin(), loaded.notes.items().end(),
                    [](const Diagnostic& note) { return note.message.starts_with("1 transpose stays"); }));
  CHECK(worst_difference(loaded.graph, path_of("small_float.io")) < 1e-5);
}

TEST_CASE("onnx models: quantized networks are integers throughout and answer within some steps of ONNX Runtime", "[runtime][golden]") {
  // Of an output with 256 steps. ONNX Runtime rounds by float scales, LiteRT's specification by fixed-point multipliers; a
  // softmax enlarges what is left of it.
  constexpr double kSteps = 6.0 / 256;
  for (const char* name : {"q_qdq_u8s8_channel", "q_qdq_s8s8_tensor", "q_qlinear_s8s8_channel"}) {
    INFO(name);
    const Loaded loaded = load(path_of(std::string(name) + ".onnx"));
    CHECK(float_nodes(loaded.graph).empty());
    CHECK(count_of_kind(loaded.graph, OpKind::transpose) == 1);
    CHECK(worst_difference(loaded.graph, path_of(std::string(name) + ".io")) < kSteps);
  }
}

TEST_CASE("onnx models: weights of bytes beside floats keep the scale of their channel, wherever the channel moves", "[runtime][golden]") {
  const Loaded loaded = load(path_of("weights_only.onnx"));
  CHECK(worst_difference(loaded.graph, path_of("weights_only.io")) < 1e-5);
}

TEST_CASE("onnx models: weights with a zero point keep their layer float, and the answer", "[runtime][golden]") {
  const Loaded loaded = load(path_of("q_qlinear_u8u8_tensor.onnx"));
  CHECK_FALSE(float_nodes(loaded.graph).empty());
  CHECK(worst_difference(loaded.graph, path_of("q_qlinear_u8u8_tensor.io")) < 6.0 / 256);
}

TEST_CASE("onnx models: what both exporters of PyTorch write answers as ONNX Runtime does", "[runtime][golden]") {
  struct Case {
    const char* name;
    std::size_t transposes;
  };
  // A transformer turns heads and tokens over; the others are free of transposes.
  for (const Case& test : {Case{"mobilenet", 0}, {"norms", 0}, {"transformer", 4}, {"plain", 0}, {"series", 0}}) {
    for (const std::string exporter : {"_script", "_dynamo"}) {
      const std::string name = std::string("t_") + test.name + exporter;
      INFO(name);
      const Loaded loaded = load(path_of(name + ".onnx"));
      CHECK(worst_difference(loaded.graph, path_of(name + ".io")) < 1e-5);
      CHECK(count_of_kind(loaded.graph, OpKind::transpose) <= test.transposes);
    }
  }
}

TEST_CASE("onnx models: functions, branches, pools with gaps and norms by group answer as ONNX Runtime does", "[runtime][golden]") {
  const std::string seeds = environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/onnx/";
  for (const std::string name : {"functions", "if_nested", "max_pool_dilated", "average_pool_dilated", "group_norm_by_group"}) {
    INFO(name);
    const Loaded loaded = load(seeds + name + ".onnx");
    CHECK(worst_difference(loaded.graph, path_of("seed_" + name + ".io")) < 1e-6);
  }
}

TEST_CASE("onnx models: other people's networks answer as ONNX Runtime does", "[runtime][golden]") {
  if (fixtures_dir().empty()) SKIP("THIMBLE_FIXTURES is not set: other people's networks are not tried");
  struct Case {
    const char *file, *io;
    double tolerance;
    std::size_t transposes;
    LoadOptions options = {};
  };
  const Case cases[] = {
      {"mnist-conv-cntk/model.onnx", "mnist-conv-cntk.io", 1e-5, 0},
      {"espcn_float.onnx", "espcn_float.io", 1e-5, 0},
      {"hls_conv1d_small_keras.onnx", "hls_conv1d_small_keras.io", 1e-5, 0},
      {"verivital_mnist_maxpool.onnx", "verivital_mnist_maxpool.io", 1e-5, 0},
      {"oval21_cifar_deep_kw.onnx", "oval21_cifar_deep_kw.io", 1e-5, 0},
      {"onnx2c_tfl_helloworld.onnx", "onnx2c_tfl_helloworld.io", 1e-5, 0},
      // One step of its output scale.
      {"tract_qtdnn_i32_biases.onnx", "tract_qtdnn_i32_biases.io", 0.04, 0, {.sizes = {{"input:0", 8}}}},
      {"hls_three_layer_bn_pytorch.onnx", "hls_three_layer_bn_pytorch.io", 1e-6, 0, {.sizes = {{"0:0", 1}}}},
  };
  for (const Case& test : cases) {
    INFO(test.file);
    const Loaded loaded = load(fixtures_dir() + "/models/onnx/" + test.file, test.options);
    CHECK(worst_difference(loaded.graph, path_of(test.io)) < test.tolerance);
    CHECK(count_of_kind(loaded.graph, OpKind::transpose) == test.transposes);
  }
}

}  // namespace thimble::test
