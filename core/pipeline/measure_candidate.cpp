#include "core/pipeline/measure_candidate.h"

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/ops/op_def.h"
#include "core/pipeline/build_network.h"

namespace thimble {
namespace {

// Bytes of the file that a format would write; 0 where it cannot say this graph.
std::int64_t file_bytes(const Graph& graph, std::string_view format_name, CandidateReport& candidate) {
  const FormatDef* format = find_format(format_name);
  if (!format || !format->save) return 0;
  Diagnostics notes;
  const Result<std::vector<std::byte>> bytes = save_model(*format, graph, {}, notes);
  if (bytes.ok()) return std::ssize(*bytes);
  candidate.notes.push_back("no ." + std::string(format_name) + ": " + bytes.error().to_string());
  return 0;
}

}  // namespace

void measure_candidate(const OpenModel& model, std::span<const Device> devices, CandidateReport& candidate) {
  for (const NodeId id : model.graph.live_nodes()) candidate.macs += op_def(model.graph.node(id).kind).cost(NodeView(model.graph, id)).macs;
  candidate.tflite_bytes = file_bytes(model.graph, "tflite", candidate);
  candidate.onnx_bytes = file_bytes(model.graph, "onnx", candidate);
  const Result<NetworkProgram> portable = build_network(model, devices.empty() ? nullptr : &devices[0]);
  if (!portable.ok()) {
    candidate.notes.push_back("no firmware from this candidate: " + portable.error().to_string());
    return;
  }
  candidate.constant_bytes = portable->constant_bytes();
  candidate.arena_bytes = portable->arena_bytes();
  for (const Device& device : devices) {
    const Result<NetworkProgram> program = build_network(model, &device);
    if (program.ok()) candidate.targets.push_back(report_target(*program, device));
  }
}

}  // namespace thimble
