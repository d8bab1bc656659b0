#include "core/codegen/network_program.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/network_name.h"

namespace thimble {
namespace {

EmittedArray array_of(const std::string& function, const ConstantSlot& slot, const ConstantArray& constant) {
  return {.name = function + "_" + std::string(slot.name),
          .c_type = std::string(c_type_name(slot.type)),
          .bytes = constant.bytes,
          .alignment = 4,
          .comment = {}};
}

EmittedKernel portable_code(const std::string& function, const KernelCall& call) {
  const KernelDef& def = kernel_def(call.kernel);
  EmittedKernel code;
  for (std::size_t i = 0; i < call.constants.size(); ++i) {
    if (!call.constants[i].bytes.empty()) code.arrays.push_back(array_of(function, def.constants[i], call.constants[i]));
  }
  if (def.scratch_bytes) code.scratch_bytes = static_cast<std::int64_t>(def.scratch_bytes(call.params));
  return code;
}

CallCode choose_code(const std::string& function, const KernelCall& call, const ProgramOptions& options) {
  CallCode out{.function = function, .emitter = nullptr, .call = call, .code = {}};
  out.emitter = options.specialize ? find_emitter(call, options.kernel_set) : nullptr;
  out.code = out.emitter ? out.emitter->emit({call, function}) : portable_code(function, call);
  return out;
}

bool writes_over_input(const Graph& graph, NodeId node, const CallCode& code) {
  const ValueId in = graph.node_inputs(node)[code.call.inputs[0]];
  if (graph.constant(in)) return false;
  if (code.emitter) return code.code.in_place;
  return kernel_def(code.call.kernel).in_place && graph.value_bytes(in) == graph.value_bytes(graph.node_outputs(node)[0]);
}

NodeMemory memory_of(const Graph& graph, const NodeCode& node) {
  NodeMemory memory{.node = node.node, .alias = node.calls.empty()};
  for (const CallCode& call : node.calls) memory.scratch_bytes = std::max(memory.scratch_bytes, call.code.scratch_bytes);
  if (node.calls.size() == 1) {
    memory.in_place = writes_over_input(graph, node.node, node.calls[0]);
    memory.in_place_input = node.calls[0].call.inputs[0];
  }
  return memory;
}

void collect_constant_operands(NetworkProgram& program) {
  for (const NodeCode& node : program.nodes) {
    for (const CallCode& code : node.calls) {
      for (std::size_t i = 0; i < code.call.inputs.size(); ++i) {
        const ValueId id = program.graph.node_inputs(node.node)[code.call.inputs[i]];
        const auto& known = program.constant_operand_values;
        if (!program.graph.constant(id) || std::find(known.begin(), known.end(), id) != known.end()) continue;
        const ElementType type = kernel_def(code.call.kernel).inputs[i];
        program.constant_operand_values.push_back(id);
        program.constant_operands.push_back({.name = program.name + format("_constant_%zu", index_of(id)),
                                             .c_type = std::string(c_type_name(type)),
                                             .bytes = *program.graph.constant(id),
                                             .alignment = 4,
                                             .comment = printable(program.graph.value_name(id))});
      }
    }
  }
}

}  // namespace

std::int64_t NetworkProgram::constant_bytes() const {
  std::int64_t total = 0;
  for (const EmittedArray* array : arrays()) total += static_cast<std::int64_t>(array->bytes.size());
  return total;
}

std::vector<const EmittedArray*> NetworkProgram::arrays() const {
  std::vector<const EmittedArray*> out;
  for (const NodeCode& node : nodes) {
    for (const CallCode& call : node.calls) {
      for (const EmittedArray& array : call.code.arrays) out.push_back(&array);
    }
  }
  for (const EmittedArray& array : constant_operands) out.push_back(&array);
  return out;
}

std::vector<KernelId> NetworkProgram::portable_kernels() const {
  std::vector<KernelId> out;
  for (const NodeCode& node : nodes) {
    for (const CallCode& call : node.calls) {
      if (!call.emitter && std::find(out.begin(), out.end(), call.call.kernel) == out.end()) out.push_back(call.call.kernel);
    }
  }
  return out;
}

std::vector<std::string> NetworkProgram::snippets() const {
  std::vector<std::string> out;
  for (const NodeCode& node : nodes) {
    for (const CallCode& call : node.calls) {
      for (const std::string& name : call.code.includes) {
        if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
      }
    }
  }
  return out;
}

Result<NetworkProgram> build_program(const Graph& graph, const ProgramOptions& options) {
  for (const ValueId output : graph.outputs) {
    if (graph.constant(output))
      return unsupported("an output that is a constant, '" + printable(graph.value_name(output)) + "'",
                         "leave it out of the network: the application can hold its numbers itself");
  }
  NetworkProgram program;
  program.graph = graph;
  program.name = network_name(options.name);
  program.kernel_set = options.kernel_set;
  THIMBLE_TRY(const std::vector<LoweredNode> lowered, lower_graph(graph));
  std::vector<NodeMemory> memory;
  for (std::size_t step = 0; step < lowered.size(); ++step) {
    NodeCode node{.node = lowered[step].node, .calls = {}};
    const std::string base = program.name + "_" + std::string(op_name(graph.node(node.node).kind)) + format("_%zu", step);
    for (std::size_t i = 0; i < lowered[step].calls.size(); ++i) {
      const std::string function = lowered[step].calls.size() == 1 ? base : base + format("_part%zu", i);
      node.calls.push_back(choose_code(function, lowered[step].calls[i], options));
    }
    memory.push_back(memory_of(graph, node));
    program.nodes.push_back(std::move(node));
  }
  program.memory = plan_memory(graph, memory);
  collect_constant_operands(program);
  return program;
}

std::string value_label(const Graph& graph, ValueId id) {
  // Converters join the names of fused operators with ';' and put scopes before '/': the first name's end says most.
  std::string_view name = graph.value_name(id);
  name = name.substr(0, name.find(';'));
  std::size_t slash = name.find_last_of('/');
  if (slash != std::string_view::npos && slash > 0) slash = name.find_last_of('/', slash - 1);
  const std::string label = printable(slash == std::string_view::npos ? name : name.substr(slash + 1), 40);
  return label.empty() ? format("v%zu", index_of(id)) : label;
}

std::string kernels_label(const NodeCode& node) {
  std::vector<std::string> parts;
  for (const CallCode& call : node.calls) {
    const std::string part = std::string(call.emitter ? call.emitter->name : kernel_def(call.call.kernel).name);
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
  }
  return parts.empty() ? "none" : join(parts, " + ");
}

}  // namespace thimble
