#include "core/pipeline/build_network.h"

#include <limits>
#include <map>
#include <set>
#include <utility>

#include "core/base/note_lines.h"
#include "core/base/text.h"
#include "core/codegen/code_counts.h"
#include "core/codegen/network_name.h"
#include "core/targets/code_size.h"
#include "core/targets/compiler_flags.h"
#include "core/targets/fit_check.h"
#include "core/targets/latency_model.h"
#include "core/targets/network_work.h"

namespace thimble {
namespace {

std::string model_stem(const OpenModel& model) {
  const std::size_t dot = model.file_name.find_last_of('.');
  return network_name(model.file_name.substr(0, dot));
}

TensorReport report_tensor(const Graph& graph, ValueId id) {
  TensorReport out{.name = std::string(graph.value_name(id)),
                   .dtype = std::string(dtype_name(graph.value(id).dtype)),
                   .shape = graph.shape(id),
                   .scale = 0,
                   .zero_point = 0};
  if (const QuantParams* quant = graph.quant(id); quant && quant->per_tensor()) {
    out.scale = quant->scales[0];
    out.zero_point = quant->zero_points[0];
  }
  return out;
}

std::int64_t parameters_of(const Graph& graph, NodeId node) {
  std::int64_t total = 0;
  for (const ValueId id : graph.node_inputs(node)) {
    if (is_valid(id) && graph.constant(id)) total += graph.value_elements(id);
  }
  return total;
}

LayerReport report_layer(const Graph& graph, NodeId node) {
  const NodeView view(graph, node);
  LayerReport out;
  out.name = value_label(graph, view.output());
  out.op = std::string(op_name(graph.node(node).kind));
  out.output_shape = shape_text(view.out_shape());
  out.dtype = std::string(dtype_name(view.out_dtype()));
  out.macs = op_def(graph.node(node).kind).cost(view).macs;
  out.parameters = parameters_of(graph, node);
  out.output_bytes = graph.value_bytes(view.output());
  return out;
}

void add_memory(const NetworkProgram& program, std::size_t step, LayerReport& layer) {
  const NodeCode& node = program.nodes[step];
  layer.kernels = kernels_label(node);
  for (const CallCode& call : node.calls) {
    for (const EmittedArray& array : call.code.arrays) layer.constant_bytes += static_cast<std::int64_t>(array.bytes.size());
    layer.scratch_bytes = std::max(layer.scratch_bytes, call.code.scratch_bytes);
  }
  layer.live_bytes = program.memory.live_bytes(static_cast<std::int32_t>(step));
}

// One block a buffer: named after every value that lives in it, in the order they do.
std::vector<ArenaBlock> arena_blocks(const NetworkProgram& program) {
  std::vector<ArenaBlock> out(program.memory.requests.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const BufferRequest& request = program.memory.requests[i];
    out[i] = {.name = {},
              .offset = program.memory.arena.offsets[i],
              .bytes = request.bytes,
              .first_step = request.first_step,
              .last_step = request.last_step,
              .scratch = false};
  }
  for (std::size_t v = 0; v < program.memory.value_request.size(); ++v) {
    const std::int32_t request = program.memory.value_request[v];
    if (request < 0) continue;
    std::string& name = out[static_cast<std::size_t>(request)].name;
    name += (name.empty() ? "" : ", ") + value_label(program.graph, static_cast<ValueId>(v));
  }
  for (std::size_t step = 0; step < program.memory.scratch_request.size(); ++step) {
    const std::int32_t request = program.memory.scratch_request[step];
    if (request < 0) continue;
    out[static_cast<std::size_t>(request)].scratch = true;
    out[static_cast<std::size_t>(request)].name = format("scratch of step %zu", step);
  }
  return out;
}

// Of the portable kernels.
std::vector<KernelCount> kernel_counts(const NetworkProgram& program) {
  struct Uses {
    std::int64_t count = 0;
    std::set<std::pair<Shape, Shape>> shapes;  // input and output of the layer
  };
  std::map<std::string_view, Uses> uses;
  for (const NodeCode& node : program.nodes) {
    const Graph& graph = program.graph;
    for (const CallCode& call : node.calls) {
      if (call.emitter) continue;
      Uses& kernel = uses[kernel_def(call.call.kernel).name];
      ++kernel.count;
      kernel.shapes.emplace(graph.shape(graph.node_inputs(node.node)[0]), graph.shape(graph.node_outputs(node.node)[0]));
    }
  }
  std::vector<KernelCount> out;
  for (const auto& [name, kernel] : uses) out.push_back({name, kernel.count, std::ssize(kernel.shapes)});
  return out;
}

Quantity code_quantity(const NetworkProgram& program, const Device& device, const CompiledSizes* sizes) {
  if (sizes) {
    const auto bytes = static_cast<double>(sizes->code_bytes);
    return {bytes, bytes, bytes, Provenance::exact, sizes->source};
  }
  const std::vector<KernelCount> kernels = kernel_counts(program);
  const CodeSizeEstimate estimate = predict_code_bytes(device.isa, compiles_for_fpu(device), {kernels, count_code(program)});
  if (!estimate.available) return {0, 0, 0, Provenance::unknown, estimate.provenance};
  const auto bytes = static_cast<double>(estimate.bytes), error = static_cast<double>(estimate.error_bytes);
  return {bytes, bytes - error, bytes + error, Provenance::estimated, estimate.provenance};
}

}  // namespace

KernelSet kernel_set_of(Isa isa) {
  switch (isa) {
    case Isa::armv7em:
    case Isa::armv8m_dsp: return KernelSet::armv7em;
    case Isa::armv81m_mve: return KernelSet::armv81m;
    case Isa::rv32imc: return KernelSet::rv32;
    case Isa::armv6m: return KernelSet::armv6m;
    case Isa::armv7m:
    case Isa::xtensa_lx6:
    case Isa::xtensa_lx7:
    case Isa::aarch64: return KernelSet::portable;
  }
  return KernelSet::portable;
}

Result<NetworkProgram> build_network(const OpenModel& model, const Device* device, std::string_view name) {
  const ProgramOptions options{.name = name.empty() ? model_stem(model) : std::string(name),
                               .kernel_set = device ? kernel_set_of(device->isa) : KernelSet::portable,
                               .specialize = true};
  return build_program(model.graph, options).in(model.file_name);
}

PackageOrigin package_origin(const OpenModel& model, const Device* device) {
  return {.file_name = model.file_name,
          .sha256 = model.sha256,
          .device = device ? device->id : "",
          .compiler_flags = std::string(device ? compiler_flags(*device) : "")};
}

Task<Result<Package>> build_package(JobControl& job, std::shared_ptr<const OpenModel> model, const Device* device) {
  THIMBLE_CO_TRY(const NetworkProgram program, build_network(*model, device));
  co_await job.pause();
  const PackageOrigin origin = package_origin(*model, device);
  Result<Package> package = co_await make_package(job, &program, origin);
  co_return std::move(package).in(model->file_name);
}

TargetReport report_target(const NetworkProgram& program, const Device& device, const CompiledSizes* sizes) {
  TargetReport out;
  out.device = device.id;
  out.board = device.boards.empty() ? device.name : device.boards[0];
  out.core = device.core;
  out.isa = std::string(isa_name(device.isa));
  out.flash_bytes = device.flash_bytes;
  out.ram_bytes = device.arena_bytes;
  out.arena_bytes = program.arena_bytes();
  out.constant_bytes = program.constant_bytes();
  out.code_bytes = code_quantity(program, device, sizes);
  if (sizes)
    out.stack_bytes = {static_cast<double>(sizes->stack_bytes), static_cast<double>(sizes->stack_bytes),
                       static_cast<double>(sizes->stack_bytes), Provenance::exact, sizes->source};
  const FitReport fit = check_fit(device, {.arena_bytes = out.arena_bytes,
                                           .constant_bytes = out.constant_bytes,
                                           .code_bytes = static_cast<std::int64_t>(out.code_bytes.value),
                                           .stack_bytes = static_cast<std::int64_t>(out.stack_bytes.value)});
  out.fits = fit.fits;
  out.verdict = fit.summary;
  const LatencyEstimate latency = estimate_latency(device, network_work(program.graph));
  out.latency_ms = {latency.time_us / 1e3, latency.low_us / 1e3, latency.high_us / 1e3,
                    latency.available ? Provenance::estimated : Provenance::unknown, latency.provenance};
  const EnergyEstimate energy = estimate_energy(device, latency);
  out.energy_mj = {energy.energy_uj / 1e3, energy.low_uj / 1e3, energy.high_uj / 1e3,
                   energy.available ? Provenance::estimated : Provenance::unknown, energy.provenance};
  return out;
}

namespace {

// Where every value comes from, as LayerReport::reads says it. Constants come from nowhere.
void add_links(ModelReport& report, const Graph& graph) {
  constexpr std::int32_t nowhere = std::numeric_limits<std::int32_t>::min();
  std::vector<std::int32_t> source(graph.values.size(), nowhere);
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) source[index_of(graph.inputs[i])] = ~static_cast<std::int32_t>(i);
  std::int32_t step = 0;
  for (const NodeId id : graph.live_nodes()) {
    std::vector<std::int32_t>& reads = report.layers[static_cast<std::size_t>(step)].reads;
    for (const ValueId value : graph.node_inputs(id)) {
      if (is_valid(value) && source[index_of(value)] != nowhere) reads.push_back(source[index_of(value)]);
    }
    for (const ValueId value : graph.node_outputs(id)) source[index_of(value)] = step;
    ++step;
  }
  for (const ValueId value : graph.outputs) report.output_reads.push_back(source[index_of(value)]);
}

void add_program(ModelReport& report, const NetworkProgram& program) {
  report.constant_bytes = program.constant_bytes();
  for (std::size_t step = 0; step < program.nodes.size(); ++step) add_memory(program, step, report.layers[step]);
  report.arena = arena_blocks(program);
  report.arena_bytes = program.arena_bytes();
  report.lower_bound_bytes = program.memory.arena.lower_bound_bytes;
  report.peak_step = program.memory.arena.peak_step;
}

}  // namespace

Result<ModelReport> build_model_report(const OpenModel& model, const Device* device, std::span<const Device> devices) {
  ModelReport report;
  report.name = model_stem(model);
  report.file_name = model.file_name;
  report.format = model.format;
  report.sha256 = model.sha256;
  report.file_bytes = model.file_bytes;
  for (const ValueId id : model.graph.inputs) report.inputs.push_back(report_tensor(model.graph, id));
  for (const ValueId id : model.graph.outputs) report.outputs.push_back(report_tensor(model.graph, id));
  for (const NodeId id : model.graph.live_nodes()) {
    report.layers.push_back(report_layer(model.graph, id));
    report.macs += report.layers.back().macs;
    report.parameters += report.layers.back().parameters;
  }
  add_links(report, model.graph);
  report.notes = note_lines(model.notes.items(), Level::note);
  report.warnings = note_lines(model.notes.items(), Level::warning);
  const Result<NetworkProgram> chosen = build_network(model, device);
  if (!chosen.ok()) {
    report.warnings.push_back("no firmware from this network yet: " + chosen.error().to_string());
    return report;
  }
  add_program(report, *chosen);
  // One program a kernel set: devices that share it share its memory and constants.
  std::map<KernelSet, NetworkProgram> programs;
  for (const Device& candidate : devices) {
    const KernelSet kernel_set = kernel_set_of(candidate.isa);
    if (!programs.contains(kernel_set)) {
      THIMBLE_TRY(NetworkProgram program, build_network(model, &candidate));
      programs.emplace(kernel_set, std::move(program));
    }
    report.targets.push_back(report_target(programs.find(kernel_set)->second, candidate));
  }
  return report;
}

}  // namespace thimble
