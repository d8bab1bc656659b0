#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

Graph load_seed(const std::string& name, Diagnostics& notes) {
  Result<Graph> graph = load_model(read_bytes(environment_or("THIMBLE_ROOT", ".") + "/tests/fuzz/corpus/tflite/" + name), name, notes);
  INFO((graph.ok() ? std::string() : graph.error().to_string()));
  REQUIRE(graph.ok());
  REQUIRE(verify(*graph).ok());
  return std::move(graph).value();
}

}  // namespace

TEST_CASE("tflite: the class that a network picks at its end is left to the program, its scores are the output", "[formats][unit]") {
  for (const char* name : {"arg_max_head.tflite", "arg_max_beside_scores.tflite"}) {
    INFO(name);
    Diagnostics notes;
    const Graph graph = load_seed(name, notes);
    REQUIRE(graph.outputs.size() == 1);
    CHECK(graph.value_name(graph.outputs[0]) == "scores");
    CHECK(graph.shape(graph.outputs[0]) == Shape{1, 5});
    CHECK(graph.live_nodes().size() == 1);
    CHECK(std::any_of(notes.items().begin(), notes.items().end(),
                      [](const Diagnostic& note) { return note.message.find("left to the program") != std::string::npos; }));
  }
}

}  // namespace thimble::test
