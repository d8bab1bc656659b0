// Float networks against what LiteRT answers (scripts/oracles/float_models.py). Of a hybrid one there are two answers: with weights that
// were expanded to floats, which is what we compute, and as LiteRT computes it, with activations rounded to 8 bits while it runs.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "core/formats/format_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

// Another order of sums, and a softmax that multiplies its errors.
constexpr double kFloatTolerance = 2e-5;
constexpr double kHybridTolerance = 0.03;

std::string float_path(const std::string& file) { return data_path("litert_float/" + file); }

std::string fixture_path(const std::string& name) {
  if (fixtures_dir().empty()) SKIP("THIMBLE_FIXTURES is not set: real float networks are not run");
  return fixtures_dir() + "/models/tflite/" + name + ".tflite";
}

Executor executor_of(const std::string& path) {
  Diagnostics notes;
  Result<Graph> graph = load_model(read_bytes(path), path, notes);
  INFO((graph.ok() ? std::string() : graph.error().to_string()));
  REQUIRE(graph.ok());
  Result<Executor> executor = Executor::create(*graph);
  REQUIRE(executor.ok());
  return std::move(*executor);
}

std::size_t class_of(const Bytes& scores) {
  const std::vector<float> numbers = Blob(scores).copy_as<float>();
  return static_cast<std::size_t>(std::ranges::max_element(numbers) - numbers.begin());
}

// What our answers differ by from answer `which` of each set; the class has to be that of every answer.
std::vector<double> differences(Executor& executor, const std::string& name, std::size_t which) {
  std::vector<double> out;
  for (const IoSet& set : read_io(float_path(name + ".io"))) {
    const auto got = executor.run(set.inputs);
    REQUIRE(got.ok());
    out.push_back(float_difference((*got)[0], set.outputs[which]));
    for (const Bytes& answer : set.outputs) CHECK(class_of((*got)[0]) == class_of(answer));
  }
  return out;
}

}  // namespace

TEST_CASE("litert floats: hybrid layers are the floats that their weights stand for, within 3 % of LiteRT's 8-bit activations",
          "[runtime][golden]") {
  Executor executor = executor_of(float_path("dense_hybrid.tflite"));
  const std::vector<double> exact = differences(executor, "dense_hybrid", 1), hybrid = differences(executor, "dense_hybrid", 0);
  CHECK(exact.size() == 12);
  CHECK(std::ranges::max(exact) <= kFloatTolerance);
  CHECK(std::ranges::max(hybrid) <= kHybridTolerance);
  CHECK(std::ranges::min(hybrid) > kFloatTolerance);  // LiteRT did round
}

// Ten layers: the roundings add up, and where two classes are near each other the softmax makes more of them.
TEST_CASE("litert floats: the hybrid keyword network of MLPerf Tiny", "[runtime][golden]") {
  Executor executor = executor_of(fixture_path("mlperf_kws_float32"));
  const std::vector<double> exact = differences(executor, "mlperf_kws_float32", 1), hybrid = differences(executor, "mlperf_kws_float32", 0);
  CHECK(exact.size() == 20);
  CHECK(std::ranges::max(exact) <= kFloatTolerance);
  constexpr std::size_t kRecorded = 4;  // words; the others are drawn
  CHECK(*std::max_element(hybrid.begin(), hybrid.begin() + kRecorded) <= kHybridTolerance);
  CHECK(std::ranges::max(hybrid) <= 0.1);
}

TEST_CASE("litert floats: the float sine network", "[runtime][golden]") {
  Executor executor = executor_of(fixture_path("tflm_hello_world_float"));
  const auto sets = read_io(float_path("tflm_hello_world_float.io"));
  REQUIRE(sets.size() == 63);
  for (const IoSet& set : sets) {
    const auto got = executor.run(set.inputs);
    REQUIRE(got.ok());
    // Of the sine's largest value, which is 1: near its zeros the last bits of the sums are all that is left.
    const float difference = Blob((*got)[0]).copy_as<float>()[0] - Blob(set.outputs[0]).copy_as<float>()[0];
    CHECK(std::abs(static_cast<double>(difference)) <= 1e-6);
  }
}

}  // namespace thimble::test
