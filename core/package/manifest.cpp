#include "core/package/manifest.h"

#include "core/base/hash.h"
#include "core/base/json_writer.h"
#include "core/base/text.h"

namespace thimble {
namespace {

void write_tensor(JsonWriter& json, const NetworkProgram& program, ValueId id) {
  const Graph& graph = program.graph;
  json.begin_object().field("name", graph.value_name(id)).field("type", dtype_name(graph.value(id).dtype));
  json.key("shape").begin_array();
  for (const std::int64_t dim : graph.shape(id)) json.value(dim);
  json.end_array().field("arena_offset", program.memory.value_offset(id));
  if (const QuantParams* quant = graph.quant(id); quant && quant->per_tensor()) {
    json.field("scale", static_cast<double>(quant->scales[0])).field("zero_point", quant->zero_points[0]);
  }
  json.end_object();
}

void write_layer(JsonWriter& json, const NetworkProgram& program, const NodeCode& node) {
  const NodeView view(program.graph, node.node);
  std::int64_t constants = 0, scratch = 0;
  for (const CallCode& call : node.calls) {
    for (const EmittedArray& array : call.code.arrays) constants += static_cast<std::int64_t>(array.bytes.size());
    scratch = std::max(scratch, call.code.scratch_bytes);
  }
  json.begin_object()
      .field("operator", op_name(program.graph.node(node.node).kind))
      .field("output", program.graph.value_name(view.output()));
  json.field("kernel", kernels_label(node)).field("macs", op_def(program.graph.node(node.node).kind).cost(view).macs);
  json.field("constant_bytes", constants).field("scratch_bytes", scratch).end_object();
}

}  // namespace

std::string write_manifest(const NetworkProgram& program, const PackageOrigin& origin, const SelfTest& self_test,
                           const std::vector<EmittedFile>& files, const PreprocessingSource* preprocessing) {
  JsonWriter json(2);
  json.begin_object()
      .field("made_by", "Thimble")
      .field("name", program.name)
      .field("kernel_set", kernel_set_name(program.kernel_set))
      .field("device", origin.device);
  json.key("model").begin_object().field("file", origin.file_name).field("sha256", origin.sha256).end_object();
  if (!origin.metrics.empty()) json.key("metrics").raw(origin.metrics);
  json.field("arena_bytes", program.arena_bytes()).field("arena_lower_bound_bytes", program.memory.arena.lower_bound_bytes);
  json.field("constant_bytes", program.constant_bytes());
  json.key("inputs").begin_array();
  for (const ValueId id : program.graph.inputs) write_tensor(json, program, id);
  json.end_array().key("outputs").begin_array();
  for (const ValueId id : program.graph.outputs) write_tensor(json, program, id);
  json.end_array();
  if (preprocessing) json.key("preprocessing").raw(preprocessing_json(preprocessing->preprocessing));
  json.key("layers").begin_array();
  for (const NodeCode& node : program.nodes) write_layer(json, program, node);
  json.end_array().key("self_test").begin_object().field("vectors", kSelfTestVectors).field("saturated_low", self_test.saturated_low);
  json.field("saturated_high", self_test.saturated_high).end_object().key("files").begin_array();
  for (const EmittedFile& file : files) {
    json.begin_object().field("path", file.path).field("bytes", static_cast<std::int64_t>(file.text.size()));
    json.field("sha256", sha256_hex(std::as_bytes(std::span(file.text)))).end_object();
  }
  json.end_array().end_object();
  return json.take() + "\n";
}

}  // namespace thimble
