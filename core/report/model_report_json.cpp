#include "core/report/model_report_json.h"

namespace thimble {
namespace {

void write_json(JsonWriter& json, const Quantity& quantity) {
  json.begin_object();
  if (quantity.provenance == Provenance::unknown) {
    json.key("value").null();
  } else {
    json.field("value", quantity.value).field("low", quantity.low).field("high", quantity.high);
  }
  json.field("provenance", provenance_name(quantity.provenance)).field("source", quantity.source).end_object();
}

void write_json(JsonWriter& json, const TensorReport& tensor) {
  json.begin_object().field("name", tensor.name).field("type", tensor.dtype).key("shape").begin_array();
  for (const std::int64_t dim : tensor.shape) json.value(dim);
  json.end_array();
  if (tensor.scale > 0) json.field("scale", static_cast<double>(tensor.scale)).field("zero_point", tensor.zero_point);
  json.end_object();
}

void write_json(JsonWriter& json, const LayerReport& layer) {
  json.begin_object()
      .field("name", layer.name)
      .field("operator", layer.op)
      .field("output_shape", layer.output_shape)
      .field("type", layer.dtype);
  json.field("kernels", layer.kernels)
      .field("macs", layer.macs)
      .field("parameters", layer.parameters)
      .field("constant_bytes", layer.constant_bytes);
  json.field("output_bytes", layer.output_bytes)
      .field("scratch_bytes", layer.scratch_bytes)
      .field("live_bytes", layer.live_bytes)
      .end_object();
}

void write_json(JsonWriter& json, const ArenaBlock& block) {
  json.begin_object()
      .field("name", block.name)
      .field("offset", block.offset)
      .field("bytes", block.bytes)
      .field("first_step", block.first_step);
  json.field("last_step", block.last_step).field("scratch", block.scratch).end_object();
}

template <class Item>
void write_list(JsonWriter& json, std::string_view name, const std::vector<Item>& items) {
  json.key(name).begin_array();
  for (const Item& item : items) write_json(json, item);
  json.end_array();
}

}  // namespace

std::string_view provenance_name(Provenance provenance) {
  constexpr std::string_view kNames[] = {"measured", "exact", "simulated", "estimated", "unknown"};
  return kNames[static_cast<std::size_t>(provenance)];
}

void write_json(JsonWriter& json, const TargetReport& target) {
  json.begin_object().field("device", target.device).field("board", target.board).field("core", target.core).field("isa", target.isa);
  json.field("flash_bytes", target.flash_bytes).field("ram_bytes", target.ram_bytes).field("arena_bytes", target.arena_bytes);
  json.field("constant_bytes", target.constant_bytes).key("code_bytes");
  write_json(json, target.code_bytes);
  json.key("stack_bytes");
  write_json(json, target.stack_bytes);
  json.key("latency_ms");
  write_json(json, target.latency_ms);
  json.key("energy_mj");
  write_json(json, target.energy_mj);
  json.field("fits", target.fits).field("verdict", target.verdict).end_object();
}

std::string to_json(const ModelReport& report) {
  JsonWriter json(2);
  json.begin_object()
      .field("name", report.name)
      .field("file", report.file_name)
      .field("format", report.format)
      .field("sha256", report.sha256);
  json.field("file_bytes", report.file_bytes)
      .field("macs", report.macs)
      .field("parameters", report.parameters)
      .field("constant_bytes", report.constant_bytes);
  json.field("arena_bytes", report.arena_bytes)
      .field("arena_lower_bound_bytes", report.lower_bound_bytes)
      .field("peak_step", report.peak_step);
  write_list(json, "inputs", report.inputs);
  write_list(json, "outputs", report.outputs);
  write_list(json, "layers", report.layers);
  write_list(json, "arena", report.arena);
  json.key("targets").begin_array();
  for (const TargetReport& target : report.targets) write_json(json, target);
  json.end_array().key("notes").begin_array();
  for (const std::string& note : report.notes) json.value(note);
  json.end_array().key("warnings").begin_array();
  for (const std::string& warning : report.warnings) json.value(warning);
  json.end_array().end_object();
  return json.take() + "\n";
}

}  // namespace thimble
