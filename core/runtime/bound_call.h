// BoundCall: one kernel call with the addresses of its operands, which stay the same for every run.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/runtime/lower_graph.h"

namespace thimble {

struct BoundCall {
  void (*run)(const KernelArgs&);
  const std::int32_t* params;
  std::vector<const void*> inputs, constants;
  std::vector<void*> outputs;
  void* scratch;

  void operator()() const { run({params, inputs, constants, outputs, scratch}); }
};

// Where an activation lies; constants are read where the graph has them.
using AddressOf = std::function<void*(ValueId)>;

// `call` and the graph's constants have to outlive the result. The quick twin runs where `fast_scratch` is given and there is one.
BoundCall bind_call(const Graph& graph, NodeId node, const KernelCall& call, const AddressOf& address, void* scratch, void* fast_scratch);

// The most that any quick twin of these calls needs.
std::size_t fast_scratch_bytes(std::span<const LoweredNode> lowered);

}  // namespace thimble
