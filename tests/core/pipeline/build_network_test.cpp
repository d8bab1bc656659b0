#include <catch2/catch_test_macros.hpp>

#include "core/base/json.h"
#include "core/pipeline/build_network.h"
#include "core/report/model_report_json.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble {
namespace {

OpenModel sample() {
  Result<OpenModel> model =
      open_model(test::read_bytes(test::data_path("../../assets/sample/digits_int8.tflite")), "assets/sample/digits_int8.tflite");
  INFO((model.ok() ? std::string() : model.error().to_string()));
  REQUIRE(model.ok());
  return std::move(*model);
}

}  // namespace

TEST_CASE("open_model: the sample opens, under its own name", "[pipeline][unit]") {
  const OpenModel model = sample();
  CHECK(model.file_name == "digits_int8.tflite");
  CHECK(model.format == "tflite");
  CHECK(model.sha256.size() == 64);
}

TEST_CASE("open_model: weights that are NaN are told, and where they are read", "[pipeline][unit]") {
  constexpr std::string_view kText = R"(thimble_ir 1
graph "dense"
input %0: f32 [1, 2] "x"
const %1: f32 [1, 2] "w" = @0
%2: f32 [1, 1] "y" = fully_connected(%0, %1) activation="none" "dense"
output %2
data @0 8
  WEIGHTS
)";
  const auto notes_of = [&](const std::string& weights) {
    std::string text(kText);
    text.replace(text.find("WEIGHTS"), 7, weights);
    const Result<OpenModel> model = open_model(std::as_bytes(std::span(text)), "dense.tir");
    INFO((model.ok() ? std::string() : model.error().to_string()));
    REQUIRE(model.ok());
    return model->notes.items();
  };
  CHECK(notes_of("0000803f0000807f").empty());  // 1 and infinity: the latter is a mask in many a network
  const std::vector<Diagnostic> notes = notes_of("0000803f0000c07f");
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].where == "fully_connected 'y'");
  CHECK(notes[0].message == "1 of 2 weights are NaN: the training diverged, give an earlier checkpoint");
}

TEST_CASE("build_network: the report's memory is the emitted program's", "[pipeline][unit]") {
  const OpenModel model = sample();
  for (const Device& device : builtin_devices()) {
    const Result<NetworkProgram> program = build_network(model, &device);
    REQUIRE(program.ok());
    const TargetReport target = report_target(*program, device);
    CHECK(target.arena_bytes == program->arena_bytes());
    CHECK(target.constant_bytes == program->constant_bytes());
  }
}

TEST_CASE("build_network: in-place operators keep the arena below input plus output of the largest step", "[pipeline][unit]") {
  const OpenModel model = sample();
  const Result<NetworkProgram> program = build_network(model, nullptr);
  REQUIRE(program.ok());
  std::int64_t largest = 0;
  for (const NodeCode& node : program->nodes) {
    const NodeView view(program->graph, node.node);
    largest = std::max(largest, program->graph.value_bytes(view.input(0)) + program->graph.value_bytes(view.output()));
  }
  CHECK(program->arena_bytes() <= largest + 1024);
  CHECK(program->arena_bytes() >= program->memory.arena.lower_bound_bytes);
}

TEST_CASE("build_model_report: layers, arena and every device are in it, and its JSON reads back", "[pipeline][unit]") {
  const OpenModel model = sample();
  const Result<ModelReport> report = build_model_report(model, nullptr, builtin_devices());
  REQUIRE(report.ok());
  CHECK(report->layers.size() == model.graph.nodes.size());
  CHECK(report->targets.size() == builtin_devices().size());
  for (const LayerReport& layer : report->layers) CHECK(layer.live_bytes <= report->arena_bytes);
  for (const ArenaBlock& block : report->arena) {
    CHECK(block.offset + block.bytes <= report->arena_bytes);
    CHECK_FALSE(block.name.empty());
  }
  const Result<Json> json = Json::parse(to_json(*report));
  REQUIRE(json.ok());
  CHECK(json->root()["arena_bytes"].integer() == report->arena_bytes);
  CHECK(json->root()["targets"].size() == report->targets.size());
}

TEST_CASE("report_target: an estimate says that it is one and how far off it may be", "[pipeline][unit]") {
  const OpenModel model = sample();
  const Result<ModelReport> report = build_model_report(model, nullptr, builtin_devices());
  REQUIRE(report.ok());
  for (const TargetReport& target : report->targets) {
    INFO(target.device);
    CHECK_FALSE(target.latency_ms.source.empty());
    if (target.latency_ms.provenance == Provenance::unknown) continue;
    CHECK(target.latency_ms.provenance == Provenance::estimated);
    CHECK(target.latency_ms.low < target.latency_ms.value);
    CHECK(target.latency_ms.value < target.latency_ms.high);
  }
}

TEST_CASE("open_model: an empty file is answered with its name and what to try", "[pipeline][unit]") {
  const Result<OpenModel> model = open_model({}, "folder/nothing.tflite");
  REQUIRE_FALSE(model.ok());
  CHECK(model.error().where().find("nothing.tflite") != std::string::npos);
  CHECK_FALSE(model.error().hint().empty());
}

}  // namespace thimble
