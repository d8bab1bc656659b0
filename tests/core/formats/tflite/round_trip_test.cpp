// What the importer takes, the exporter writes, and the importer reads back as the same network.
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"
#include "tests/support/same_network.h"

namespace thimble::test {
namespace {

namespace fs = std::filesystem;

Result<Graph> load(const Bytes& bytes, const std::string& name) {
  Diagnostics diagnostics;
  return load_model(bytes, name + ".tflite", diagnostics);
}

Bytes save(const Graph& graph, const SaveOptions& options = {}) {
  Diagnostics diagnostics;
  auto bytes = save_model(*find_format("tflite"), graph, options, diagnostics);
  INFO((bytes.ok() ? "" : bytes.error().to_string()));
  REQUIRE(bytes.ok());
  return std::move(*bytes);
}

// The bytes written.
Bytes check_round_trip(const Graph& graph, const std::string& name) {
  Bytes written = save(graph);
  const auto again = load(written, name);
  INFO((again.ok() ? "" : again.error().to_string()));
  REQUIRE(again.ok());
  CHECK(difference_between(graph, *again) == "");
  CHECK(save(*again) == written);
  return written;
}

}  // namespace

TEST_CASE("tflite: every single-operator network is written and read back as itself", "[formats][unit]") {
  std::ifstream in(data_path("litert_ops/cases.txt"));
  std::size_t count = 0;
  for (std::string name; std::getline(in, name); ++count) {
    INFO(name);
    const auto graph = load(read_bytes(data_path("litert_ops/" + name + ".tflite")), name);
    REQUIRE(graph.ok());
    check_round_trip(*graph, name);
  }
  REQUIRE(count > 600);
}

TEST_CASE("tflite: the repository's networks are written and read back as themselves", "[formats][unit]") {
  const std::string root = environment_or("THIMBLE_ROOT", ".");
  std::size_t count = 0;
  for (const std::string& folder : {data_path("topologies"), root + "/assets/sample"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() != ".tflite") continue;
      INFO(entry.path().filename().string());
      const Bytes original = read_bytes(entry.path().string());
      const auto graph = load(original, entry.path().stem().string());
      REQUIRE(graph.ok());
      CHECK(check_round_trip(*graph, entry.path().stem().string()).size() <= original.size() * 103 / 100);
      ++count;
    }
  }
  CHECK(count >= 4);
}

TEST_CASE("tflite: every fixture that is taken is written and read back as itself, and no larger than its converter wrote it",
          "[formats][unit]") {
  if (fixtures_dir().empty()) SKIP("THIMBLE_FIXTURES is not set: real networks are not tried");
  std::size_t taken = 0;
  for (const auto& entry : fs::recursive_directory_iterator(fixtures_dir() + "/models/tflite")) {
    if (entry.path().extension() != ".tflite") continue;
    const std::string name = entry.path().stem().string();
    INFO(name);
    const Bytes original = read_bytes(entry.path().string());
    const auto graph = load(original, name);
    if (!graph.ok()) continue;  // fixtures_test says which and why
    ++taken;
    const Bytes written = check_round_trip(*graph, name);
    // Single-operator files of a few hundred bytes are all tables.
    if (original.size() > 10000) CHECK(written.size() <= original.size() * 103 / 100);
  }
  CHECK(taken > 100);
}

}  // namespace thimble::test
