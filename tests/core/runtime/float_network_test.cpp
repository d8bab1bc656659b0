// Float networks in the executor: a small one by hand, and real ones when THIMBLE_FIXTURES names the folder.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>

#include "core/base/rng.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

Bytes bytes_of(const std::vector<float>& values) {
  Bytes out(values.size() * sizeof(float));
  std::memcpy(out.data(), values.data(), out.size());
  return out;
}

std::vector<float> floats_of(const Bytes& bytes) {
  std::vector<float> out(bytes.size() / sizeof(float));
  std::memcpy(out.data(), bytes.data(), bytes.size());
  return out;
}

std::vector<std::byte> read_fixture(const std::string& file) {
  std::ifstream in(fixtures_dir() + file, std::ios::binary);
  REQUIRE(in);
  std::vector<std::byte> out;
  for (std::istreambuf_iterator<char> it(in), end; it != end; ++it) out.push_back(static_cast<std::byte>(*it));
  return out;
}

Result<Graph> load_fixture(const std::string& file) {
  Diagnostics notes;
  return load_model(read_fixture("/models/tflite/" + file), file, notes);
}

}  // namespace

TEST_CASE("executor: a float network, with weights in half precision and in int8", "[runtime][unit]") {
  Graph graph;
  const ValueId x = graph.add_value(DType::f32, {1, 2}, "x");
  const ValueId half =
      graph.add_constant(DType::f16, {2, 2}, Blob::of(std::vector<std::uint16_t>{0x3c00, 0x4000, 0xc000, 0x3800}), "1 2 -2 .5");
  const ValueId bias = graph.add_constant(DType::f32, {2}, Blob::of(std::vector<float>{0.5f, -1.0f}), "bias");
  const ValueId hidden = graph.add_value(DType::f32, {1, 2}, "hidden");
  const QuantParams quant{.scales = {0.5f}, .zero_points = {0}, .axis = -1};
  const ValueId bytes = graph.add_constant(DType::s8, {1, 2}, Blob::of(std::vector<std::int8_t>{4, -2}), "2 -1", &quant);
  const ValueId y = graph.add_value(DType::f32, {1, 1}, "y");
  graph.inputs = {x}, graph.outputs = {y};
  graph.add_node(OpKind::fully_connected, std::vector{x, half, bias}, std::vector{hidden}, {{"activation", std::string("relu")}});
  graph.add_node(OpKind::fully_connected, std::vector{hidden, bytes}, std::vector{y}, {});
  REQUIRE(verify(graph).ok());
  Result<Executor> executor = Executor::create(graph);
  REQUIRE(executor.ok());
  // hidden = relu(3 + 2 * 4 + 0.5, -2 * 3 + 4 / 2 - 1) = (11.5, 0)
  const auto out = executor->run(std::vector<Bytes>{bytes_of({3, 4})});
  REQUIRE(out.ok());
  CHECK(floats_of((*out)[0]) == std::vector<float>{23});
}

TEST_CASE("executor: real float networks give LiteRT's answers", "[runtime][golden]") {
  if (fixtures_dir().empty()) SKIP("THIMBLE_FIXTURES is not set: real float networks are not run");
  // Made with LiteRT's reference kernels (ai-edge-litert, BUILTIN_REF): inputs are i * step modulo 256, scaled and moved.
  struct Golden {
    const char* file;
    float step, scale, offset;
    std::size_t every;  // outputs 0, every, 2 * every, ...
    std::vector<double> outputs;
  };
  const Golden goldens[] = {
      {"mlperf_resnet8_float.tflite",
       37,
       1,
       0,
       1,
       {4.77589e-31, 8.35246e-22, 1.22979e-05, 1.40817e-15, 1.97083e-23, 1.04333e-26, 1.99364e-06, 8.1722e-26, 0.999986, 4.45244e-29}},
      {"mlperf_resnet8_float.tflite",
       101,
       1,
       0,
       1,
       {4.54379e-09, 0.930795, 0.00608353, 5.82074e-12, 1.06133e-25, 1.61605e-22, 5.99338e-19, 7.21743e-28, 0.0631214, 1.88282e-09}},
      {"mlperf_ad01_float.tflite", 37, 1.0f / 16, -8, 80, {-34.6939, -24.0756, -16.0777, -19.5412, -17.6912, -13.0929, -21.4614, -18.5444}},
  };
  for (const Golden& golden : goldens) {
    CAPTURE(golden.file);
    const Result<Graph> graph = load_fixture(golden.file);
    REQUIRE(graph.ok());
    Result<Executor> executor = Executor::create(*graph);
    REQUIRE(executor.ok());
    std::vector<float> input(static_cast<std::size_t>(graph->value_elements(graph->inputs[0])));
    for (std::size_t i = 0; i < input.size(); ++i) {
      input[i] = static_cast<float>(i * static_cast<std::size_t>(golden.step) % 256) * golden.scale + golden.offset;
    }
    const auto out = executor->run(std::vector<Bytes>{bytes_of(input)});
    REQUIRE(out.ok());
    // Logits reach 70 here, and an exponential multiplies their rounding errors.
    const auto check = [&](const std::vector<float>& floats) {
      for (std::size_t i = 0; i < golden.outputs.size(); ++i) {
        CHECK(std::fabs(static_cast<double>(floats[i * golden.every]) - golden.outputs[i]) <= 2e-4 * std::fabs(golden.outputs[i]) + 1e-30);
      }
    };
    check(floats_of((*out)[0]));
    std::vector<std::vector<float>> by_threads;
    for (const int threads : {1, 2}) {
      Result<FloatExecutor> fast = FloatExecutor::create(*graph, {.threads = threads, .reference_only = false});
      REQUIRE(fast.ok());
      CHECK(fast->fast_nodes() >= 10);
      const auto quick = fast->run(std::vector<std::vector<float>>{input});
      REQUIRE(quick.ok());
      check((*quick)[0]);
      by_threads.push_back((*quick)[0]);
    }
    CHECK(by_threads[0] == by_threads[1]);
  }
}

}  // namespace thimble::test
