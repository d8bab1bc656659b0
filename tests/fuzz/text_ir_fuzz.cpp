// Any bytes as the text form: an error with a place, or a graph whose text parses to the same graph, and which formats write or
// refuse.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/base/check.h"
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"

namespace {

// Graphs that no importer makes: what a format cannot say it refuses, and never anything worse.
void check_written(const thimble::Graph& graph) {
  using namespace thimble;
  for (const char* format : {"tflite", "onnx"}) {
    Diagnostics diagnostics;
    const auto written = save_model(*find_format(format), graph, {}, diagnostics);
    if (!written.ok()) THIMBLE_CHECK(written.error().code() == ErrorCode::unsupported);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  const OpNames names{op_name, find_op};
  const Result<Graph> graph = parse_graph(std::string_view(reinterpret_cast<const char*>(data), size), names);
  if (!graph.ok()) {
    THIMBLE_CHECK(!graph.error().message().empty());
    return 0;
  }
  const std::string text = print_graph(*graph, names);
  const Result<Graph> again = parse_graph(text, names);
  THIMBLE_CHECK(again.ok());
  THIMBLE_CHECK(print_graph(*again, names) == text);
  // What operators mean is checked on whatever a text can say.
  const Result<void> verified = verify(*graph);
  THIMBLE_CHECK(verified.ok() || !verified.error().message().empty());
  if (verified.ok()) check_written(*graph);
  return 0;
}
