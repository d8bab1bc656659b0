#include "core/report/optimize_report_reader.h"

#include <algorithm>

#include "core/base/json.h"
#include "core/report/model_report_json.h"

namespace thimble {
namespace {

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
  for (const JsonValue item : list.items()) out.push_back(item.text_or());
  return out;
}

template <class T>
std::vector<T> list_of(JsonValue list, T (*read)(JsonValue)) {
  std::vector<T> out;
  for (const JsonValue item : list.items()) out.push_back(read(item));
  return out;
}

std::optional<Estimate> estimate_of(JsonValue value) {
  if (!value.is_object()) return std::nullopt;
  return Estimate{number_of(value["value"]), number_of(value["low"]), number_of(value["high"])};
}

Provenance provenance_of(JsonValue value) {
  for (const Provenance each : {Provenance::measured, Provenance::exact, Provenance::simulated, Provenance::estimated}) {
    if (value.text() == provenance_name(each)) return each;
  }
  return Provenance::unknown;
}

Quantity quantity_of(JsonValue value) {
  return {number_of(value["value"]), number_of(value["low"]), number_of(value["high"]), provenance_of(value["provenance"]),
          value["source"].text_or()};
}

// One field each; what is absent or of another kind is empty, 0 or false.
void take(JsonValue value, std::string& out) { out = value.text_or(); }
void take(JsonValue value, std::int64_t& out) { out = whole_of(value); }
void take(JsonValue value, std::int32_t& out) { out = small_of(value); }
void take(JsonValue value, double& out) { out = number_of(value); }
void take(JsonValue value, float& out) { out = static_cast<float>(number_of(value)); }
void take(JsonValue value, bool& out) { out = flag_of(value); }
void take(JsonValue value, Quantity& out) { out = quantity_of(value); }
void take(JsonValue value, std::vector<std::string>& out) { out = texts_of(value); }
void take(JsonValue value, std::optional<Estimate>& out) { out = estimate_of(value); }
void take(JsonValue value, std::optional<double>& out) { out = value.number(); }
void take(JsonValue value, std::optional<std::int64_t>& out) { out = value.integer(); }

template <class T>
struct Field {
  std::string_view name;
  T& out;
};
template <class... T>
void take_all(JsonValue object, Field<T>... fields) {
  (take(object[fields.name], fields.out), ...);
}

TargetReport target_of(JsonValue value) {
  TargetReport out;
  take_all(value, Field{"device", out.device}, Field{"board", out.board}, Field{"core", out.core}, Field{"isa", out.isa},
           Field{"flash_bytes", out.flash_bytes}, Field{"ram_bytes", out.ram_bytes}, Field{"arena_bytes", out.arena_bytes},
           Field{"constant_bytes", out.constant_bytes}, Field{"code_bytes", out.code_bytes}, Field{"stack_bytes", out.stack_bytes},
           Field{"latency_ms", out.latency_ms}, Field{"energy_mj", out.energy_mj}, Field{"fits", out.fits}, Field{"verdict", out.verdict});
  return out;
}

LayerReport layer_of(JsonValue value) {
  LayerReport out;
  take_all(value, Field{"name", out.name}, Field{"operator", out.op}, Field{"output_shape", out.output_shape}, Field{"type", out.dtype},
           Field{"kernels", out.kernels}, Field{"macs", out.macs}, Field{"parameters", out.parameters},
           Field{"constant_bytes", out.constant_bytes}, Field{"output_bytes", out.output_bytes}, Field{"scratch_bytes", out.scratch_bytes},
           Field{"live_bytes", out.live_bytes});
  return out;
}

ArenaBlock block_of(JsonValue value) {
  ArenaBlock out;
  take_all(value, Field{"name", out.name}, Field{"offset", out.offset}, Field{"bytes", out.bytes}, Field{"first_step", out.first_step},
           Field{"last_step", out.last_step}, Field{"scratch", out.scratch});
  return out;
}

ModelReport network_of(JsonValue value) {
  ModelReport out;
  take_all(value, Field{"name", out.name}, Field{"macs", out.macs}, Field{"parameters", out.parameters},
           Field{"constant_bytes", out.constant_bytes}, Field{"arena_bytes", out.arena_bytes},
           Field{"arena_lower_bound_bytes", out.lower_bound_bytes}, Field{"peak_step", out.peak_step});
  out.layers = list_of(value["layers"], layer_of);
  out.arena = list_of(value["arena"], block_of);
  return out;
}

Metrics metrics_of(JsonValue value) {
  Metrics out;
  take_all(value, Field{"samples", out.samples}, Field{"unseen", out.unseen}, Field{"top1", out.top1}, Field{"top5", out.top5},
           Field{"auc", out.auc}, Field{"mse", out.mse}, Field{"target_variance", out.target_variance}, Field{"agreement", out.agreement},
           Field{"sqnr_db", out.sqnr_db}, Field{"judge", out.judge});
  return out;
}

LayerSensitivity sensitivity_of(JsonValue value) {
  LayerSensitivity out;
  take_all(value, Field{"layer", out.layer}, Field{"operator", out.op}, Field{"sqnr_db", out.sqnr_db},
           Field{"output_sqnr_db", out.output_sqnr_db}, Field{"repair", out.repair});
  return out;
}

CandidateReport candidate_of(JsonValue value) {
  CandidateReport out;
  take_all(value, Field{"id", out.id}, Field{"technique", out.technique}, Field{"title", out.title}, Field{"failed", out.failed},
           Field{"failure", out.failure}, Field{"accuracy_drop_points", out.accuracy_drop}, Field{"error_growth_percent", out.error_growth},
           Field{"collapsed", out.collapsed}, Field{"collapse_reason", out.collapse_reason}, Field{"tflite_bytes", out.tflite_bytes},
           Field{"onnx_bytes", out.onnx_bytes}, Field{"constant_bytes", out.constant_bytes}, Field{"arena_bytes", out.arena_bytes},
           Field{"macs", out.macs}, Field{"notes", out.notes}, Field{"warnings", out.warnings}, Field{"seconds", out.seconds},
           Field{"meets_limits", out.meets_limits}, Field{"on_front", out.on_front}, Field{"broken_limits", out.broken_limits});
  out.options = raw_of(value["options"]);
  out.metrics = metrics_of(value["metrics"]);
  out.targets = list_of(value["targets"], target_of);
  out.sensitivity = list_of(value["sensitivity"], sensitivity_of);
  return out;
}

SampleDisagreement disagreement_of(JsonValue value) {
  SampleDisagreement out;
  take_all(value, Field{"index", out.index}, Field{"name", out.name}, Field{"float_score", out.float_score},
           Field{"candidate_score", out.candidate_score});
  out.label = small_of(value["label"], -1);
  out.float_class = small_of(value["float_class"], -1);
  out.candidate_class = small_of(value["candidate_class"], -1);
  return out;
}

Limits limits_of(JsonValue value) {
  Limits out;
  take_all(value, Field{"flash_bytes", out.flash_bytes}, Field{"ram_bytes", out.ram_bytes}, Field{"size_bytes", out.size_bytes},
           Field{"latency_ms", out.latency_ms}, Field{"accuracy_drop_points", out.accuracy_drop_points},
           Field{"min_accuracy", out.min_accuracy});
  return out;
}

Goal goal_of(JsonValue value) {
  for (const Goal goal : all_goals()) {
    if (value.text() == goal_name(goal)) return goal;
  }
  return Goal::balanced;
}

void read_data(JsonValue data, OptimizeReport& out) {
  take_all(data, Field{"summary", out.data_summary}, Field{"calibration_samples", out.calibration_samples},
           Field{"tuning_samples", out.tuning_samples}, Field{"evaluation_samples", out.evaluation_samples});
  out.preprocessing = raw_of(data["preprocessing"]);
}

void read_model(JsonValue model, OptimizeReport& out) {
  take_all(model, Field{"name", out.model_name}, Field{"file", out.model_file}, Field{"format", out.model_format},
           Field{"sha256", out.model_sha256}, Field{"bytes", out.baseline_bytes});
}

}  // namespace

Result<OptimizeReport> read_optimize_report(std::string_view json) {
  THIMBLE_TRY(const Json document, Json::parse(json));
  const JsonValue root = document.root();
  if (root["made_by"].text() != "Thimble" || !root["candidates"].is_array() || !root["recommendation"].is_object())
    return bad_data("no report of an optimize job", "Give the report.json that `thimble optimize` has written.");
  OptimizeReport out;
  take_all(root, Field{"version", out.thimble_version}, Field{"target", out.target}, Field{"score", out.score},
           Field{"warnings", out.warnings}, Field{"notes", out.notes});
  read_model(root["model"], out);
  read_data(root["data"], out);
  if (root["recipe"].is_object()) out.recipe = root["recipe"].to_json(true) + "\n";
  out.seed = static_cast<std::uint64_t>(std::max<std::int64_t>(whole_of(root["seed"]), 0));
  out.goal = goal_of(root["goal"]);
  out.limits = limits_of(root["limits"]);
  out.baseline = metrics_of(root["baseline"]);
  out.candidates = list_of(root["candidates"], candidate_of);
  const JsonValue recommendation = root["recommendation"];
  out.recommendation = {recommendation["candidate"].text_or(), recommendation["sentence"].text_or(), texts_of(recommendation["reasons"]),
                        texts_of(recommendation["why_not"]), texts_of(recommendation["advice"])};
  out.disagreements = list_of(root["disagreements"], disagreement_of);
  out.chosen = network_of(root["chosen"]);
  return out;
}

}  // namespace thimble
