// tflite: TensorFlow Lite / LiteRT flatbuffers, as the converter writes them.
//   takes    float32 (also with float16 or int8 weights), int8 per tensor and per channel, int16 activations with int8 weights
//   writes   the same (exporter.h); what it has written it reads back as the same graph
//   makes    NHWC values, OHWI weights, explicit padding; operators that are really attributes of others become such
//   limits   model_view.h
//   errors   everything that is not supported in one answer (refusals.h); damage at its place
//   source   the published schema (tflite.fbs) and 8-bit specification
#include <algorithm>
#include <vector>

#include "core/formats/format_def.h"
#include "core/formats/tflite/builtin_names.h"
#include "core/formats/tflite/exporter.h"
#include "core/formats/tflite/float_islands.h"
#include "core/formats/tflite/importer.h"
#include "core/formats/tflite/taken_operators.h"
#include "core/ops/litert_difference.h"

namespace thimble {
namespace {

constexpr std::string_view kExtensions[] = {".tflite", ".lite"};

bool sniff(std::span<const std::byte> bytes) {
  constexpr char kMagic[] = {'T', 'F', 'L', '3'};
  for (std::size_t i = 0; i < 4; ++i) {
    if (bytes.size() < 8 || std::to_integer<char>(bytes[4 + i]) != kMagic[i]) return false;
  }
  return true;
}

// An integer network answers as LiteRT does, unless it is said. add and sub have a note of their own, which asks the file.
void note_differences(const Graph& graph, Diagnostics& diagnostics) {
  for (const NodeId id : graph.live_nodes()) {
    const OpKind kind = graph.node(id).kind;
    const std::string_view difference = litert_difference(NodeView(graph, id));
    if (!difference.empty() && kind != OpKind::add && kind != OpKind::sub) diagnostics.warn(node_place(graph, id), std::string(difference));
  }
}

Result<Graph> load(std::span<const std::byte> bytes, std::string_view file_name, Diagnostics& diagnostics) {
  // FlatBuffers reads numbers where they lie, so the file has to begin where the widest of them may: a copy does.
  std::vector<std::byte> aligned;
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % alignof(std::uint64_t) != 0) {
    aligned.assign(bytes.begin(), bytes.end());
    bytes = aligned;
  }
  THIMBLE_TRY(const tflite::ModelView model, tflite::ModelView::open(bytes, diagnostics));
  THIMBLE_TRY(Graph graph, tflite::Importer(model, diagnostics).run());
  graph.name = model_name(file_name);
  note_differences(graph, diagnostics);
  return graph;
}

Result<std::vector<std::byte>> save(const Graph& graph, const SaveOptions& options, Diagnostics& diagnostics) {
  const std::optional<Graph> islands = tflite::with_float_islands(graph, diagnostics);
  return tflite::Exporter(islands ? *islands : graph, options, diagnostics).run();
}

std::vector<std::string> operators() {
  std::vector<std::string> names;
  for (const tflite::TakenOperator& taken : tflite::taken_operators()) names.push_back(tflite::builtin_name(taken.code));
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

const FormatDef format_tflite{.name = "tflite",
                              .doc = "TensorFlow Lite / LiteRT flatbuffer",
                              .extensions = kExtensions,
                              .sniff = sniff,
                              .load = load,
                              .save = save,
                              .operators = operators};

}  // namespace thimble
