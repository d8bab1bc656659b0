// Any bytes as an ONNX file: an error with a place, or a graph that passed verify() and whose text form is exact. Bounded in
// time and memory. Beside the model lies a file of a hundred bytes. What was read is written, as ONNX and as .tflite, and read again.
#include <cstdint>
#include <string>

#include "core/base/check.h"
#include "core/formats/format_def.h"
#include "core/formats/onnx/io_layout.h"
#include "core/ir/text_format.h"
#include "core/ops/op_def.h"

namespace {

// What a format cannot say it refuses; what it has written it reads, with the same inputs and outputs.
void check_written(const thimble::Graph& graph, std::string_view format) {
  using namespace thimble;
  Diagnostics diagnostics;
  const auto written = save_model(*find_format(format), graph, {}, diagnostics);
  if (!written.ok()) {
    THIMBLE_CHECK(written.error().code() == ErrorCode::unsupported);
    return;
  }
  const Result<Graph> again = load_model(*written, "again", diagnostics);
  if (!again.ok()) {
    // What was small in the file may be large when it is written out.
    THIMBLE_CHECK(again.error().code() == ErrorCode::unsupported || again.error().code() == ErrorCode::out_of_budget);
    return;
  }
  THIMBLE_CHECK(again->inputs.size() == graph.inputs.size() && again->outputs.size() == graph.outputs.size());
  for (std::size_t i = 0; i < graph.inputs.size(); ++i)
    THIMBLE_CHECK(again->value_elements(again->inputs[i]) == graph.value_elements(graph.inputs[i]));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  Diagnostics diagnostics;
  LoadOptions options;
  options.sizes["height"] = 3;
  options.read_sibling = [](std::string_view name) -> Result<std::vector<std::byte>> {
    THIMBLE_CHECK(("/" + std::string(name) + "/").find("/../") == std::string::npos && !name.starts_with('/'));
    return std::vector<std::byte>(100);
  };
  const Result<Graph> graph =
      find_format("onnx")->load_with_options(std::as_bytes(std::span(data, size)), "fuzz.onnx", options, diagnostics);
  if (!graph.ok()) {
    THIMBLE_CHECK(!graph.error().message().empty());
    return 0;
  }
  const Result<void> verified = verify(*graph);
  THIMBLE_CHECK(verified.ok());
  const OpNames names{op_name, find_op};
  const std::string text = print_graph(*graph, names);
  const Result<Graph> again = parse_graph(text, names);
  THIMBLE_CHECK(again.ok() && print_graph(*again, names) == text);
  check_written(*graph, "onnx");
  check_written(*graph, "tflite");
  for (std::size_t i = 0; i < graph->inputs.size(); ++i) {
    const std::optional<IoLayout> layout = io_layout(*graph, "input", i);
    if (layout) THIMBLE_CHECK(static_cast<std::int64_t>(file_places(*layout).size()) == graph->value_elements(graph->inputs[i]));
  }
  return 0;
}
