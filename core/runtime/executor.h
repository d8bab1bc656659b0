// Executor: runs a quantized network on the host with the device kernels themselves, in one arena planned as for a device.
//   exact   bit for bit what the emitted C computes, and what LiteRT's reference kernels compute
//   units   bytes; inputs and outputs in the graph's order, in the element type of each
//   errors  create: unsupported (every node without a kernel), out_of_budget (kMostArenaBytes); run: invalid_argument (wrong
//           number or size of inputs)
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/runtime/bound_call.h"
#include "core/runtime/lower_graph.h"
#include "core/runtime/plan_memory.h"

namespace thimble {

using Bytes = std::vector<std::byte>;

class Executor {
 public:
  // Sees output 0 of every node right after it ran.
  using Trace = std::function<void(std::size_t step, NodeId node, std::span<const std::byte> output)>;

  struct Options {
    bool portable_only = false;  // the slow twin: device kernels only, no KernelDef::run_fast
  };
  static Result<Executor> create(const Graph& graph, const Options& options);
  static Result<Executor> create(const Graph& graph) { return create(graph, {}); }

  Result<std::vector<Bytes>> run(std::span<const Bytes> inputs, const Trace& trace = {});

  const Graph& graph() const { return graph_; }
  std::span<const LoweredNode> lowered() const { return lowered_; }
  const MemoryPlan& memory() const { return memory_; }

  Executor(Executor&&) = default;
  Executor& operator=(Executor&&) = default;

 private:
  Executor() = default;
  void bind_all();

  void* value_address(ValueId id) { return reinterpret_cast<std::byte*>(arena_.data()) + memory_.value_offset(id); }

  Graph graph_;
  std::vector<LoweredNode> lowered_;
  MemoryPlan memory_;
  std::vector<std::uint64_t> arena_;  // of 64-bit words, so that every element type is aligned
  std::vector<std::uint64_t> fast_scratch_;
  std::vector<std::vector<BoundCall>> bound_;  // by step
  bool portable_only_ = false;
};

// The most that the arena of a network may hold that is run here, on the host: a short file can ask for any amount. Far above what any
// network for a small device needs, and below what a browser gives.
inline constexpr std::int64_t kMostArenaBytes = std::int64_t{512} << 20;
Result<void> check_arena(std::int64_t bytes);

// What the portable kernels need of memory, for plan_memory.
std::vector<NodeMemory> portable_memory(const Graph& graph, std::span<const LoweredNode> lowered);

}  // namespace thimble
