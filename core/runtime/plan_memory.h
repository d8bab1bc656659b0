// plan_memory: where in the arena every value and every scratch buffer of a network lives.
//   Values share a buffer where an operator only renames bytes (alias), or where its kernel may write over the input that
//   dies with it (in place). Graph inputs are in the arena from before the first step, so running overwrites them; graph
//   outputs stay until the end.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ir/graph.h"
#include "core/runtime/plan_arena.h"

namespace thimble {

// What the chosen code of one node needs; one a live node, in execution order.
struct NodeMemory {
  NodeId node;
  bool alias = false;            // output 0 is input 0
  bool in_place = false;         // output 0 may start where activation input `in_place_input` starts
  std::uint8_t in_place_input = 0;
  std::int64_t scratch_bytes = 0;
};

struct MemoryPlan {
  ArenaPlan arena;
  std::vector<BufferRequest> requests;         // what the arena was planned for
  std::vector<std::int32_t> value_request;     // by value: index of its request, -1 for constants
  std::vector<std::int32_t> scratch_request;   // by step: index of its scratch, -1 for none

  std::int64_t value_offset(ValueId id) const { return arena.offsets[static_cast<std::size_t>(value_request[index_of(id)])]; }
  std::int64_t scratch_offset(std::size_t step) const {
    return scratch_request[step] < 0 ? 0 : arena.offsets[static_cast<std::size_t>(scratch_request[step])];
  }
  // Bytes in use while a step runs.
  std::int64_t live_bytes(std::int32_t step) const;
};

MemoryPlan plan_memory(const Graph& graph, std::span<const NodeMemory> nodes);

}  // namespace thimble
