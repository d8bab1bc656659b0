#include "core/report/optimize_report_json.h"

#include "core/base/text.h"
#include "core/report/model_report_json.h"

namespace thimble {
namespace {

constexpr Goal kGoals[] = {Goal::balanced, Goal::accuracy, Goal::size, Goal::latency};

template <class T>
void optional_field(JsonWriter& json, std::string_view name, const std::optional<T>& value) {
  if (value) json.field(name, *value);
}

void estimate_field(JsonWriter& json, std::string_view name, const std::optional<Estimate>& estimate) {
  if (!estimate) return;
  json.key(name).begin_object().field("value", estimate->value).field("low", estimate->low).field("high", estimate->high).end_object();
}

void text_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& items) {
  json.key(name).begin_array();
  for (const std::string& item : items) json.value(item);
  json.end_array();
}

// Text that is JSON already, or null where there is none.
void raw_field(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty()) {
    json.null();
  } else {
    json.raw(trim(text));
  }
}

void write_json(JsonWriter& json, const LayerSensitivity& layer) {
  json.begin_object().field("layer", layer.layer).field("operator", layer.op).field("sqnr_db", layer.sqnr_db);
  json.field("output_sqnr_db", layer.output_sqnr_db);
  if (!layer.repair.empty()) json.field("repair", layer.repair);
  json.end_object();
}

void write_json(JsonWriter& json, const Recommendation& recommendation) {
  json.begin_object().key("candidate");
  if (recommendation.candidate.empty()) {
    json.null();
  } else {
    json.value(recommendation.candidate);
  }
  json.field("sentence", recommendation.sentence);
  text_list(json, "reasons", recommendation.reasons);
  text_list(json, "why_not", recommendation.why_not);
  text_list(json, "advice", recommendation.advice);
  json.end_object();
}

void write_json(JsonWriter& json, const SampleDisagreement& sample) {
  json.begin_object().field("index", sample.index).field("name", sample.name).field("label", sample.label);
  json.field("float_class", sample.float_class)
      .field("candidate_class", sample.candidate_class)
      .field("float_score", static_cast<double>(sample.float_score))
      .field("candidate_score", static_cast<double>(sample.candidate_score))
      .end_object();
}

void write_model(JsonWriter& json, const OptimizeReport& report) {
  json.key("model").begin_object().field("name", report.model_name).field("file", report.model_file);
  json.field("format", report.model_format).field("sha256", report.model_sha256).field("bytes", report.baseline_bytes).end_object();
}

void write_data(JsonWriter& json, const OptimizeReport& report) {
  json.key("data");
  if (report.data_summary.empty()) {
    json.null();
    return;
  }
  json.begin_object().field("summary", report.data_summary);
  raw_field(json, "preprocessing", report.preprocessing);
  json.field("calibration_samples", report.calibration_samples).field("tuning_samples", report.tuning_samples);
  json.field("evaluation_samples", report.evaluation_samples).end_object();
}

}  // namespace

std::string_view goal_name(Goal goal) {
  constexpr std::string_view kNames[] = {"balanced", "accuracy", "size", "latency"};
  return kNames[static_cast<std::size_t>(goal)];
}

std::span<const Goal> all_goals() { return kGoals; }

void write_json(JsonWriter& json, const Limits& limits) {
  json.begin_object();
  optional_field(json, "flash_bytes", limits.flash_bytes);
  optional_field(json, "ram_bytes", limits.ram_bytes);
  optional_field(json, "size_bytes", limits.size_bytes);
  optional_field(json, "latency_ms", limits.latency_ms);
  optional_field(json, "accuracy_drop_points", limits.accuracy_drop_points);
  optional_field(json, "min_accuracy", limits.min_accuracy);
  json.end_object();
}

void write_json(JsonWriter& json, const Metrics& metrics) {
  json.begin_object().field("samples", metrics.samples).field("unseen", metrics.unseen);
  estimate_field(json, "top1", metrics.top1);
  estimate_field(json, "top5", metrics.top5);
  estimate_field(json, "auc", metrics.auc);
  estimate_field(json, "mse", metrics.mse);
  optional_field(json, "target_variance", metrics.target_variance);
  estimate_field(json, "agreement", metrics.agreement);
  optional_field(json, "sqnr_db", metrics.sqnr_db);
  json.field("judge", metrics.judge).end_object();
}

void write_json(JsonWriter& json, const CandidateReport& candidate) {
  json.begin_object().field("id", candidate.id).field("technique", candidate.technique).field("title", candidate.title);
  raw_field(json, "options", candidate.options);
  json.field("failed", candidate.failed);
  if (candidate.failed) json.field("failure", candidate.failure);
  json.key("metrics");
  write_json(json, candidate.metrics);
  optional_field(json, "accuracy_drop_points", candidate.accuracy_drop);
  optional_field(json, "error_growth_percent", candidate.error_growth);
  json.field("collapsed", candidate.collapsed);
  if (candidate.collapsed) json.field("collapse_reason", candidate.collapse_reason);
  if (candidate.tflite_bytes > 0) json.field("tflite_bytes", candidate.tflite_bytes);
  if (candidate.onnx_bytes > 0) json.field("onnx_bytes", candidate.onnx_bytes);
  json.field("constant_bytes", candidate.constant_bytes).field("arena_bytes", candidate.arena_bytes).field("macs", candidate.macs);
  json.key("targets").begin_array();
  for (const TargetReport& target : candidate.targets) write_json(json, target);
  json.end_array().key("sensitivity").begin_array();
  for (const LayerSensitivity& layer : candidate.sensitivity) write_json(json, layer);
  json.end_array();
  text_list(json, "notes", candidate.notes);
  text_list(json, "warnings", candidate.warnings);
  json.field("seconds", candidate.seconds).field("meets_limits", candidate.meets_limits).field("on_front", candidate.on_front);
  text_list(json, "broken_limits", candidate.broken_limits);
  json.end_object();
}

std::string to_json(const OptimizeReport& report) {
  JsonWriter json(2);
  json.begin_object().field("made_by", "Thimble").field("version", report.thimble_version);
  write_model(json, report);
  write_data(json, report);
  raw_field(json, "recipe", report.recipe);
  json.field("seed", report.seed).field("target", report.target).field("goal", goal_name(report.goal));
  json.key("limits");
  write_json(json, report.limits);
  json.field("score", report.score).key("baseline");
  write_json(json, report.baseline);
  json.key("candidates").begin_array();
  for (const CandidateReport& candidate : report.candidates) write_json(json, candidate);
  json.end_array().key("recommendation");
  write_json(json, report.recommendation);
  json.key("disagreements").begin_array();
  for (const SampleDisagreement& sample : report.disagreements) write_json(json, sample);
  json.end_array();
  text_list(json, "warnings", report.warnings);
  text_list(json, "notes", report.notes);
  if (!report.chosen.layers.empty()) raw_field(json, "chosen", to_json(report.chosen));
  return json.end_object().take() + "\n";
}

}  // namespace thimble
