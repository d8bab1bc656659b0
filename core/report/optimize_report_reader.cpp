#include "core/report/optimize_report_reader.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/report/model_report_json.h"

namespace thimble {
namespace {

std::string text_of(JsonValue value) { return std::string(value.text().value_or("")); }
bool flag_of(JsonValue value) { return value.flag().value_or(false); }
// Far above every figure there is, and far enough from the types' ends that sums of them stay inside.
constexpr std::int64_t kMostBytes = std::int64_t{1} << 50;
std::int64_t whole_of(JsonValue value) { return std::clamp(value.integer().value_or(0), -kMostBytes, kMostBytes); }
double number_of(JsonValue value) { return std::clamp(value.number().value_or(0), -1e15, 1e15); }
std::int32_t small_of(JsonValue value, std::int32_t otherwise = 0) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value.integer().value_or(otherwise), INT32_MIN, INT32_MAX));
}

// JSON inside the report, as text again; empty where there is none.
std::string raw_of(JsonValue value) { return value.present() && !value.is_null() ? value.to_json() : std::string(); }

std::vector<std::string> texts_of(JsonValue list) {
  std::vector<std::string> out;
  for (const JsonValue item : list.items()) out.push_back(text_of(item));
  return out;
}

template <class T>
std::vector<T> list_of(JsonValue list, T (*read)(JsonValue)) {
  std::vector<T> out;
  for (const JsonValue item : list.items()) out.push_back(read(item));
  return out;
}

std::optional<Share> share_of(JsonValue value) {
  if (!value.is_object()) return std::nullopt;
  return Share{number_of(value["value"]), number_of(value["low"]), number_of(value["high"])};
}

Provenance provenance_of(JsonValue value) {
  for (const Provenance each : {Provenance::measured, Provenance::exact, Provenance::simulated, Provenance::estimated}) {
    if (value.text() == provenance_name(each)) return each;
  }
  return Provenance::unknown;
}

Quantity quantity_of(JsonValue value) {
  return {number_of(value["value"]), number_of(value["low"]), number_of(value["high"]), provenance_of(value["provenance"]),
          text_of(value["source"])};
}

TargetReport target_of(JsonValue value) {
  TargetReport out;
  out.device = text_of(value["device"]);
  out.board = text_of(value["board"]);
  out.core = text_of(value["core"]);
  out.isa = text_of(value["isa"]);
  out.flash_bytes = whole_of(value["flash_bytes"]);
  out.ram_bytes = whole_of(value["ram_bytes"]);
  out.arena_bytes = whole_of(value["arena_bytes"]);
  out.constant_bytes = whole_of(value["constant_bytes"]);
  out.code_bytes = quantity_of(value["code_bytes"]);
  out.stack_bytes = quantity_of(value["stack_bytes"]);
  out.latency_ms = quantity_of(value["latency_ms"]);
  out.energy_mj = quantity_of(value["energy_mj"]);
  out.fits = flag_of(value["fits"]);
  out.verdict = text_of(value["verdict"]);
  return out;
}

LayerReport layer_of(JsonValue value) {
  LayerReport out;
  out.name = text_of(value["name"]);
  out.op = text_of(value["operator"]);
  out.output_shape = text_of(value["output_shape"]);
  out.dtype = text_of(value["type"]);
  out.kernels = text_of(value["kernels"]);
  out.macs = whole_of(value["macs"]);
  out.parameters = whole_of(value["parameters"]);
  out.constant_bytes = whole_of(value["constant_bytes"]);
  out.output_bytes = whole_of(value["output_bytes"]);
  out.scratch_bytes = whole_of(value["scratch_bytes"]);
  out.live_bytes = whole_of(value["live_bytes"]);
  return out;
}

ArenaBlock block_of(JsonValue value) {
  return {text_of(value["name"]),        whole_of(value["offset"]),    whole_of(value["bytes"]),
          small_of(value["first_step"]), small_of(value["last_step"]), flag_of(value["scratch"])};
}

ModelReport network_of(JsonValue value) {
  ModelReport out;
  out.name = text_of(value["name"]);
  out.macs = whole_of(value["macs"]);
  out.parameters = whole_of(value["parameters"]);
  out.constant_bytes = whole_of(value["constant_bytes"]);
  out.layers = list_of(value["layers"], layer_of);
  out.arena = list_of(value["arena"], block_of);
  out.arena_bytes = whole_of(value["arena_bytes"]);
  out.lower_bound_bytes = whole_of(value["arena_lower_bound_bytes"]);
  out.peak_step = small_of(value["peak_step"]);
  return out;
}

Metrics metrics_of(JsonValue value) {
  Metrics out;
  out.samples = whole_of(value["samples"]);
  out.top1 = share_of(value["top1"]);
  out.top5 = share_of(value["top5"]);
  out.auc = value["auc"].number();
  out.mse = value["mse"].number();
  out.agreement = share_of(value["agreement"]);
  out.sqnr_db = value["sqnr_db"].number();
  out.judge = text_of(value["judge"]);
  return out;
}

LayerSensitivity sensitivity_of(JsonValue value) {
  return {text_of(value["layer"]), text_of(value["operator"]), number_of(value["sqnr_db"]), number_of(value["output_sqnr_db"]),
          text_of(value["repair"])};
}

CandidateReport candidate_of(JsonValue value) {
  CandidateReport out;
  out.id = text_of(value["id"]);
  out.technique = text_of(value["technique"]);
  out.title = text_of(value["title"]);
  out.options = raw_of(value["options"]);
  out.failed = flag_of(value["failed"]);
  out.failure = text_of(value["failure"]);
  out.metrics = metrics_of(value["metrics"]);
  out.accuracy_drop = value["accuracy_drop_points"].number();
  out.collapsed = flag_of(value["collapsed"]);
  out.collapse_reason = text_of(value["collapse_reason"]);
  out.tflite_bytes = whole_of(value["tflite_bytes"]);
  out.onnx_bytes = whole_of(value["onnx_bytes"]);
  out.constant_bytes = whole_of(value["constant_bytes"]);
  out.arena_bytes = whole_of(value["arena_bytes"]);
  out.macs = whole_of(value["macs"]);
  out.targets = list_of(value["targets"], target_of);
  out.sensitivity = list_of(value["sensitivity"], sensitivity_of);
  out.notes = texts_of(value["notes"]);
  out.seconds = number_of(value["seconds"]);
  out.meets_limits = flag_of(value["meets_limits"]);
  out.on_front = flag_of(value["on_front"]);
  out.broken_limits = texts_of(value["broken_limits"]);
  return out;
}

SampleDisagreement disagreement_of(JsonValue value) {
  return {whole_of(value["index"]),
          small_of(value["label"], -1),
          small_of(value["float_class"], -1),
          small_of(value["candidate_class"], -1),
          static_cast<float>(number_of(value["float_score"])),
          static_cast<float>(number_of(value["candidate_score"]))};
}

Limits limits_of(JsonValue value) {
  Limits out;
  out.flash_bytes = value["flash_bytes"].integer();
  out.ram_bytes = value["ram_bytes"].integer();
  out.size_bytes = value["size_bytes"].integer();
  out.latency_ms = value["latency_ms"].number();
  out.accuracy_drop_points = value["accuracy_drop_points"].number();
  out.min_accuracy = value["min_accuracy"].number();
  return out;
}

Goal goal_of(JsonValue value) {
  for (const Goal goal : all_goals()) {
    if (value.text() == goal_name(goal)) return goal;
  }
  return Goal::balanced;
}

void read_data(JsonValue data, OptimizeReport& out) {
  out.data_summary = text_of(data["summary"]);
  out.preprocessing = raw_of(data["preprocessing"]);
  out.calibration_samples = whole_of(data["calibration_samples"]);
  out.tuning_samples = whole_of(data["tuning_samples"]);
  out.evaluation_samples = whole_of(data["evaluation_samples"]);
}

}  // namespace

Result<OptimizeReport> read_optimize_report(std::string_view json) {
  THIMBLE_TRY(const Json document, Json::parse(json));
  const JsonValue root = document.root();
  if (root["made_by"].text() != "Thimble" || !root["candidates"].is_array() || !root["recommendation"].is_object())
    return bad_data("no report of an optimize job", "Give the report.json that `thimble optimize` has written.");
  OptimizeReport out;
  out.thimble_version = text_of(root["version"]);
  out.model_name = text_of(root["model"]["name"]);
  out.model_file = text_of(root["model"]["file"]);
  out.model_format = text_of(root["model"]["format"]);
  out.model_sha256 = text_of(root["model"]["sha256"]);
  out.baseline_bytes = whole_of(root["model"]["bytes"]);
  read_data(root["data"], out);
  if (root["recipe"].is_object()) out.recipe = root["recipe"].to_json(true) + "\n";
  out.seed = static_cast<std::uint64_t>(std::max<std::int64_t>(whole_of(root["seed"]), 0));
  out.target = text_of(root["target"]);
  out.goal = goal_of(root["goal"]);
  out.limits = limits_of(root["limits"]);
  out.score = text_of(root["score"]);
  out.baseline = metrics_of(root["baseline"]);
  out.candidates = list_of(root["candidates"], candidate_of);
  const JsonValue recommendation = root["recommendation"];
  out.recommendation = {text_of(recommendation["candidate"]), text_of(recommendation["sentence"]), texts_of(recommendation["reasons"]),
                        texts_of(recommendation["why_not"]), texts_of(recommendation["advice"])};
  out.disagreements = list_of(root["disagreements"], disagreement_of);
  out.warnings = texts_of(root["warnings"]);
  out.chosen = network_of(root["chosen"]);
  return out;
}

}  // namespace thimble
