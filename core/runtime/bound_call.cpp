#include "core/runtime/bound_call.h"

#include <algorithm>

namespace thimble {

BoundCall bind_call(const Graph& graph, NodeId node, const KernelCall& call, const AddressOf& address, void* scratch, void* fast_scratch) {
  const KernelDef& def = kernel_def(call.kernel);
  const bool fast = def.run_fast && fast_scratch;
  BoundCall out{.run = fast ? def.run_fast : def.run,
                .params = call.params.data(),
                .inputs = {},
                .constants = {},
                .outputs = {},
                .scratch = fast ? fast_scratch : scratch};
  for (const std::uint8_t i : call.inputs) {
    const ValueId id = graph.node_inputs(node)[i];
    const Blob* constant = graph.constant(id);
    out.inputs.push_back(constant ? static_cast<const void*>(constant->bytes().data()) : address(id));
  }
  for (const ConstantArray& array : call.constants) out.constants.push_back(array.bytes.empty() ? nullptr : array.bytes.bytes().data());
  for (const std::uint8_t i : call.outputs) out.outputs.push_back(address(graph.node_outputs(node)[i]));
  return out;
}

std::size_t fast_scratch_bytes(std::span<const LoweredNode> lowered) {
  std::size_t most = 0;
  for (const LoweredNode& node : lowered) {
    for (const KernelCall& call : node.calls) {
      const KernelDef& def = kernel_def(call.kernel);
      if (def.fast_scratch_bytes) most = std::max(most, def.fast_scratch_bytes(call.params));
    }
  }
  return most;
}

}  // namespace thimble
