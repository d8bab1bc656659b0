#include "core/pipeline/measure_candidate.h"

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/ops/op_def.h"

namespace thimble {
namespace {

// Bytes of the file that a format would write; 0 where it cannot say this graph.
std::int64_t file_bytes(const Graph& graph, std::string_view format_name, CandidateReport& candidate) {
  const FormatDef* format = find_format(format_name);
  if (!format || !format->save) return 0;
  Diagnostics notes;
  const Result<std::vector<std::byte>> bytes = save_model(*format, graph, {}, notes);
  if (bytes.ok()) return std::ssize(*bytes);
  candidate.warnings.push_back("no ." + std::string(format_name) + ": " + bytes.error().to_string());
  return 0;
}

}  // namespace

Task<Result<void>> measure_candidate(JobControl& job, const OpenModel* model, std::span<const Device> devices,
                                     const MeasureCode* measure_code, CandidateReport* candidate) {
  const Graph& graph = model->graph;
  for (const NodeId id : graph.live_nodes()) candidate->macs += op_def(graph.node(id).kind).cost(NodeView(graph, id)).macs;
  const std::int64_t steps = 3 + std::ssize(devices);
  std::int64_t done = 0;
  // Each of what follows is one piece of work: a file, a network built.
  co_await job.end_step();
  candidate->tflite_bytes = file_bytes(graph, "tflite", *candidate);
  job.progress("sizes", ++done, steps);
  co_await job.end_step();
  candidate->onnx_bytes = file_bytes(graph, "onnx", *candidate);
  job.progress("sizes", ++done, steps);
  co_await job.end_step();
  const Result<NetworkProgram> network = build_network(*model, devices.empty() ? nullptr : &devices[0]);
  if (!network.ok()) {
    candidate->warnings.push_back("no firmware from this candidate: " + network.error().to_string());
    co_return Result<void>();
  }
  candidate->constant_bytes = network->constant_bytes();
  candidate->arena_bytes = network->arena_bytes();
  job.progress("sizes", ++done, steps);
  for (const Device& device : devices) {
    co_await job.end_step();
    const Result<NetworkProgram> program = build_network(*model, &device);
    std::optional<CompiledSizes> sizes;
    // The others are only looked at; the first is what limits are of.
    if (program.ok() && *measure_code && &device == &devices.front()) {
      THIMBLE_CO_TRY(sizes, (*measure_code)(*program, device));
    }
    if (program.ok()) candidate->targets.push_back(report_target(*program, device, sizes ? &*sizes : nullptr));
    job.progress("sizes", ++done, steps);
  }
  co_return Result<void>();
}

}  // namespace thimble
