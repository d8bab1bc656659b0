// What LiteRT answers for the files that we write is what our executor answers for the networks that they were written from.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/base/hash.h"
#include "core/formats/format_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

std::string path_of(const std::string& name) {
  for (const std::string& path :
       {data_path("exports/" + name + ".tir"), data_path("exports/" + name + ".tflite"), data_path("topologies/" + name + ".tflite")}) {
    if (std::filesystem::exists(path)) return path;
  }
  return environment_or("THIMBLE_ROOT", ".") + "/assets/sample/" + name + ".tflite";
}

// As `thimble convert` writes it.
Bytes exported(const Graph& graph) {
  Graph rewritten = graph;
  Diagnostics notes;
  REQUIRE(run_passes(rewritten).ok());
  const auto bytes = save_model(*find_format("tflite"), rewritten, {}, notes);
  INFO((bytes.ok() ? "" : bytes.error().to_string()));
  REQUIRE(bytes.ok());
  return *bytes;
}

struct Answered {
  int networks = 0, answers = 0;
};

void check_answers(const std::string& name, const Graph& graph, double tolerance, Answered& count) {
  auto executor = Executor::create(graph);
  INFO((executor.ok() ? "" : executor.error().to_string()));
  REQUIRE(executor.ok());
  for (const IoSet& set : read_io(data_path("exports/" + name + ".io"))) {
    const auto got = executor->run(set.inputs);
    REQUIRE(got.ok());
    REQUIRE(got->size() == set.outputs.size());
    for (std::size_t i = 0; i < got->size(); ++i) {
      const DType dtype = graph.value(graph.outputs[i]).dtype;
      if (tolerance == 0) CHECK(first_difference(dtype, (*got)[i], set.outputs[i]) == "");
      if (tolerance > 0) CHECK(float_difference((*got)[i], set.outputs[i]) <= tolerance);
      ++count.answers;
    }
  }
  ++count.networks;
}

}  // namespace

TEST_CASE("tflite: LiteRT answers the files that are written as the executor answers their networks", "[formats][unit]") {
  std::ifstream list(data_path("exports/exports.txt"));
  Answered count;
  for (std::string line; std::getline(list, line);) {
    std::istringstream words(line);
    std::string name, sha256;
    double tolerance = -1;
    words >> name >> sha256 >> tolerance;
    INFO(name);
    Diagnostics notes;
    const auto graph = load_model(read_bytes(path_of(name)), path_of(name), notes);
    INFO((graph.ok() ? "" : graph.error().to_string()));
    REQUIRE(graph.ok());
    // Other bytes: the answers are not about them. scripts/oracles/exports.py asks again.
    CHECK(sha256_hex(exported(*graph)) == sha256);
    check_answers(name, *graph, tolerance, count);
  }
  CHECK(count.networks > 90);
  CHECK(count.answers > 270);
}

}  // namespace thimble::test
