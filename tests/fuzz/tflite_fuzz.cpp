// Any bytes as a TFLite file: an error or a graph that passed verify(), whose text form is exact, and which is written and
// read back as itself. Bounded in time and memory.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/base/check.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"
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
  return 0;
}
