#include "core/pipeline/convert_model.h"

#include <chrono>

#include "core/base/text.h"
#include "core/techniques/technique_def.h"

namespace thimble {
namespace {

std::string_view technique_name(WeightStorage weights) { return weights == WeightStorage::float16 ? "float16" : "dynamic_range"; }

std::int64_t constant_bytes(const Graph& graph) {
  std::int64_t total = 0;
  for (const Blob& constant : graph.constants) total += static_cast<std::int64_t>(constant.size());
  return total;
}

Result<Graph> with_weights_as(const OpenModel& model, WeightStorage weights, Diagnostics& notes) {
  const std::string_view name = technique_name(weights);
  JobControl job;
  auto task = find_technique(name)->run(job, {.model = &model.graph, .calibration = nullptr, .tuning = nullptr, .options = {}});
  while (!job.step(task, std::chrono::milliseconds(100))) {
  }
  THIMBLE_TRY(TechniqueOutput out, task.take());
  for (const Diagnostic& note : out.notes.items()) notes.add(note);
  if (constant_bytes(out.graph) < constant_bytes(model.graph)) return std::move(out.graph);
  return invalid_argument(cat(name, " finds no weights of 32-bit floats to store otherwise"),
                          "Give the float network, or leave the option out to convert this one as it is.");
}

}  // namespace

Result<ConvertedModel> convert_model(const OpenModel& model, const FormatDef& format, WeightStorage weights, const SaveOptions& options) {
  ConvertedModel out;
  if (weights == WeightStorage::as_they_are) {
    THIMBLE_TRY(out.bytes, save_model(format, model.graph, options, out.notes));
    return out;
  }
  Result<Graph> graph = with_weights_as(model, weights, out.notes);
  if (!graph.ok()) return std::move(graph).error().in(model.file_name);
  THIMBLE_TRY(out.bytes, save_model(format, *graph, options, out.notes));
  return out;
}

}  // namespace thimble
