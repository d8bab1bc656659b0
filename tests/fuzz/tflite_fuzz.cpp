// Any bytes as a TFLite file: an error or a graph that passed verify(), whose text form is exact, which is written and read back as itself,
// which the passes take, and which, if it is small, becomes a package with its self-test. Bounded in time and memory.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/check.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"
#include "core/package/package.h"
#include "core/passes/pass_def.h"
#include "core/pipeline/build_network.h"
#include "core/runtime/executor.h"
#include "tests/support/same_network.h"

namespace {

void check_round_trip(const thimble::Graph& graph) {
  using namespace thimble;
  Diagnostics diagnostics;
  const auto written = save_model(*find_format("tflite"), graph, {}, diagnostics);
  if (!written.ok()) {
    THIMBLE_CHECK(written.error().code() == ErrorCode::unsupported);
    return;
  }
  const bool noted = !diagnostics.empty();
  const Result<Graph> again = load_model(*written, "again.tflite", diagnostics);
  THIMBLE_CHECK(again.ok());
  // A layer for which TFLite has no integer kernel comes back as three; a note says so.
  if (noted) return;
  THIMBLE_CHECK(test::difference_between(graph, *again).empty());
}

// What `thimble emit` does with it.
void check_package(thimble::Graph graph) {
  using namespace thimble;
  constexpr std::int64_t kMostElements = 1 << 16, kMostMacs = 1 << 18;
  THIMBLE_CHECK(run_passes(graph).ok());
  const Result<Executor> executor = Executor::create(graph);
  if (!executor.ok()) {
    THIMBLE_CHECK(executor.error().code() == ErrorCode::unsupported || executor.error().code() == ErrorCode::out_of_budget);
    return;
  }
  std::int64_t macs = 0, elements = 0;
  for (const ValueId id : graph.inputs) elements += graph.value_elements(id);
  for (const NodeId id : graph.live_nodes()) {
    macs += op_def(graph.node(id).kind).cost(NodeView(graph, id)).macs;
    elements += graph.value_elements(graph.node_outputs(id)[0]);
  }
  if (macs > kMostMacs || elements > kMostElements) return;
  OpenModel model;
  model.graph = std::move(graph);
  model.file_name = "fuzz.tflite";
  const Result<NetworkProgram> program = build_network(model, nullptr);
  if (!program.ok()) return;
  JobControl job;
  static_cast<void>(job.run(make_package(job, &*program, {.file_name = model.file_name, .sha256 = {}, .device = {}})));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  Diagnostics diagnostics;
  const Result<Graph> graph = load_model(std::as_bytes(std::span(data, size)), "fuzz.tflite", diagnostics);
  if (!graph.ok()) {
    THIMBLE_CHECK(!graph.error().message().empty() && !graph.error().where().empty());
    return 0;
  }
  const OpNames names{op_name, find_op};
  const std::string text = print_graph(*graph, names);
  const Result<Graph> again = parse_graph(text, names);
  THIMBLE_CHECK(again.ok());
  THIMBLE_CHECK(print_graph(*again, names) == text);
  check_round_trip(*graph);
  check_package(*graph);
  return 0;
}
