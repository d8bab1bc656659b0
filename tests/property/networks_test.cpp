// What holds of every network in the repository, whatever it computes: those of the single operators, of the exports, of other
// frameworks' exporters, the topologies and the sample.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"
#include "tests/support/ask_network.h"
#include "tests/support/golden_files.h"
#include "tests/support/paths.h"

namespace thimble::test {
namespace {

namespace fs = std::filesystem;

constexpr OpNames kNames{op_name, find_op};

std::vector<std::string> network_paths() {
  const std::string root = environment_or("THIMBLE_ROOT", ".");
  std::vector<std::string> out;
  for (const std::string& folder : {data_path("litert_ops"), data_path("exports"), data_path("onnx_models"), data_path("topologies"),
                                    data_path("litert_float"), root + "/assets/sample", root + "/tests/fuzz/corpus/onnx"}) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string ending = entry.path().extension().string();
      if (ending == ".tflite" || ending == ".onnx" || ending == ".tir") out.push_back(entry.path().string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Nothing: a seed that is refused on purpose, or that no kernel computes.
std::optional<Graph> load(const std::string& path) {
  Diagnostics notes;
  Result<Graph> graph = load_model(read_bytes(path), path, notes);
  if (!graph.ok() || !lower_graph(*graph).ok()) return std::nullopt;
  return std::move(*graph);
}

template <class Check>
std::size_t for_every_network(const Check& check) {
  std::size_t count = 0;
  for (const std::string& path : network_paths()) {
    INFO(path);
    const std::optional<Graph> graph = load(path);
    if (!graph) continue;
    check(path, *graph);
    ++count;
  }
  return count;
}

// Activations of int32, which LiteRT has: written for others, and not taken back.
bool is_read_otherwise(const std::string& path) {
  constexpr std::string_view kNames[] = {"quantize_s16_s32", "quantize_s32"};
  return std::ranges::any_of(kNames, [&](std::string_view name) { return path.find(name) != std::string::npos; });
}

}  // namespace

TEST_CASE("networks: the passes keep the outputs of every network", "[property]") {
  std::size_t changed = 0;
  const std::size_t count = for_every_network([&](const std::string&, const Graph& graph) {
    Graph after = graph;
    const auto runs = run_passes(after);
    REQUIRE(runs.ok());
    if (std::ranges::all_of(*runs, [](const PassRun& run) { return run.applied == 0; })) return;
    ++changed;
    check_same_answers(graph, after, 1e-6);
  });
  CHECK(count > 1000);
  CHECK(changed > 0);  // random_networks_test.cpp has something for every pass
}

TEST_CASE("networks: what prepares a float network for quantization keeps its outputs", "[property]") {
  std::size_t changed = 0;
  for_every_network([&](const std::string&, const Graph& graph) {
    const auto is_float = [&](NodeId id) { return NodeView(graph, id).out_dtype() == DType::f32; };
    if (!std::ranges::all_of(graph.live_nodes(), is_float)) return;
    Graph after = graph;
    const auto runs = run_passes(after, quantization_passes());
    REQUIRE(runs.ok());
    if (std::ranges::all_of(*runs, [](const PassRun& run) { return run.applied == 0; })) return;
    ++changed;
    check_same_answers(graph, after, 1e-5);
  });
  CHECK(changed > 10);
}

// Between integers ONNX says what is meant, not how it is rounded: those are asked by tests/exchange. Networks of floats answer alike.
TEST_CASE("networks: what is written as ONNX is read back, and answers alike in floats", "[property]") {
  std::size_t asked = 0;
  for_every_network([&](const std::string& path, const Graph& graph) {
    Diagnostics notes;
    const auto bytes = save_model(*find_format("onnx"), graph, {}, notes);
    if (!bytes.ok()) {
      CHECK(bytes.error().code() == ErrorCode::unsupported);
      return;
    }
    const auto again = load_model(*bytes, "again.onnx", notes);
    INFO((again.ok() ? std::string() : again.error().to_string()));
    if (is_read_otherwise(path)) {
      CHECK_FALSE(again.ok());
      return;
    }
    REQUIRE(again.ok());
    const auto is_real = [&](const ValueInfo& value) { return !is_valid(value.quant) || is_valid(value.constant); };
    if (!std::ranges::all_of(graph.values, is_real)) return;
    ++asked;
    check_same_answers(graph, *again, 1e-5);
  });
  CHECK(asked > 150);
}

TEST_CASE("networks: no plan of memory overlaps live values or beats the lower bound", "[property]") {
  const std::size_t count = for_every_network([](const std::string&, const Graph& graph) {
    const auto executor = Executor::create(graph);
    REQUIRE(executor.ok());
    const MemoryPlan& memory = executor->memory();
    CHECK(plan_is_valid(memory.requests, memory.arena));
    CHECK(memory.arena.arena_bytes >= memory.arena.lower_bound_bytes);
    for (std::size_t step = 0; step < executor->lowered().size(); ++step)
      CHECK(memory.live_bytes(static_cast<std::int32_t>(step)) <= memory.arena.arena_bytes);
  });
  CHECK(count > 1000);
}

TEST_CASE("networks: read, rewritten and printed twice they are one text", "[property]") {
  for_every_network([](const std::string& path, const Graph& graph) {
    Graph one = graph, two = *load(path);
    CHECK(print_graph(one, kNames) == print_graph(two, kNames));
    REQUIRE(run_passes(one).ok());
    REQUIRE(run_passes(two).ok());
    CHECK(print_graph(one, kNames) == print_graph(two, kNames));
  });
}

TEST_CASE("networks: an answer does not depend on what ran in the arena before", "[property]") {
  for_every_network([](const std::string&, const Graph& graph) {
    auto executor = Executor::create(graph);
    REQUIRE(executor.ok());
    std::vector<Bytes> ones, zeros;
    for (const ValueId id : graph.inputs) {
      const auto bytes = static_cast<std::size_t>(graph.value_elements(id) * dtype_bytes(graph.value(id).dtype));
      ones.emplace_back(bytes, std::byte{1});
      zeros.emplace_back(bytes, std::byte{0});
    }
    const auto first = executor->run(ones);
    REQUIRE(first.ok());
    REQUIRE(executor->run(zeros).ok());
    CHECK(*executor->run(ones) == *first);
  });
}

}  // namespace thimble::test
