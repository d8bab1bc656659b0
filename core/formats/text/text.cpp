// text: the IR's own text form (core/ir/text_format.h), for tests and bug reports.
#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/ops/op_kind.h"

namespace thimble {
namespace {

constexpr std::string_view kExtensions[] = {".tir"};

std::string_view text_of(std::span<const std::byte> bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

bool sniff(std::span<const std::byte> bytes) {
  constexpr std::string_view kWord = "thimble_ir ";
  return text_of(bytes).substr(0, kWord.size()) == kWord;
}

Result<Graph> load(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics&) {
  THIMBLE_TRY(Graph graph, parse_graph(text_of(bytes), {op_name, find_op}));
  if (graph.name.empty()) graph.name = model_name(file_name);
  return graph;
}

Result<std::vector<std::byte>> save(const Graph& graph, const SaveOptions&, Diagnostics&) {
  const std::string text = print_graph(graph, {op_name, find_op});
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

}  // namespace

const FormatDef format_text{
    .name = "text", .doc = "thimble's own text form", .extensions = kExtensions, .sniff = sniff, .load = load, .save = save};

}  // namespace thimble
