#include "core/runtime/executor.h"

#include <algorithm>
#include <cstring>

#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble {
namespace {

std::int64_t scratch_bytes(const LoweredNode& node) {
  std::int64_t most = 0;
  for (const KernelCall& call : node.calls) {
    const KernelDef& def = kernel_def(call.kernel);
    if (def.scratch_bytes) most = std::max(most, static_cast<std::int64_t>(def.scratch_bytes(call.params)));
  }
  return most;
}

}  // namespace

std::vector<NodeMemory> portable_memory(const Graph& graph, std::span<const LoweredNode> lowered) {
  std::vector<NodeMemory> out;
  for (const LoweredNode& node : lowered) {
    NodeMemory memory{.node = node.node, .alias = node.calls.empty(), .scratch_bytes = scratch_bytes(node)};
    if (node.calls.size() == 1 && kernel_def(node.calls[0].kernel).in_place) {
      // A kernel that broadcasts its first input, or widens elements, would overwrite what it has yet to read.
      const std::uint8_t input = node.calls[0].inputs[0];
      const ValueId in = graph.node_inputs(node.node)[input];
      memory.in_place = !graph.constant(in) && graph.value_bytes(in) == graph.value_bytes(graph.node_outputs(node.node)[0]);
      memory.in_place_input = input;
    }
    out.push_back(memory);
  }
  return out;
}

Result<void> check_arena(std::int64_t bytes) {
  if (bytes <= kMostArenaBytes) return {};
  return out_of_budget("running this needs an arena of " + bytes_text(bytes) + ", at most " + bytes_text(kMostArenaBytes) + " are taken",
                       "A network for a small device needs a thousand times less: are the sizes of its inputs right?");
}

Result<Executor> Executor::create(const Graph& graph, const Options& options) {
  Executor out;
  out.graph_ = graph;
  out.portable_only_ = options.portable_only;
  THIMBLE_TRY(out.lowered_, lower_graph(out.graph_));
  out.memory_ = plan_memory(out.graph_, portable_memory(out.graph_, out.lowered_));
  THIMBLE_TRY_VOID(check_arena(out.memory_.arena.arena_bytes));
  out.arena_.assign(static_cast<std::size_t>(out.memory_.arena.arena_bytes) / sizeof(std::uint64_t) + 1, 0);
  out.bind_all();
  return out;
}

// Vectors keep their memory when they move, so addresses hold as long as the executor, wherever it goes.
void Executor::bind_all() {
  if (!portable_only_) fast_scratch_.assign(fast_scratch_bytes(lowered_) / sizeof(std::uint64_t) + 1, 0);
  const AddressOf address = [this](ValueId id) { return value_address(id); };
  bound_.assign(lowered_.size(), {});
  for (std::size_t step = 0; step < lowered_.size(); ++step) {
    void* scratch = reinterpret_cast<std::byte*>(arena_.data()) + memory_.scratch_offset(step);
    void* fast = portable_only_ ? nullptr : fast_scratch_.data();
    for (const KernelCall& call : lowered_[step].calls)
      bound_[step].push_back(bind_call(graph_, lowered_[step].node, call, address, scratch, fast));
  }
}

Result<std::vector<Bytes>> Executor::run(std::span<const Bytes> inputs, const Trace& trace) {
  if (inputs.size() != graph_.inputs.size())
    return invalid_argument(counted(std::ssize(inputs), "input") + format(", expected %zu", graph_.inputs.size()));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::int64_t expected = graph_.value_bytes(graph_.inputs[i]);
    if (static_cast<std::int64_t>(inputs[i].size()) != expected) {
      return invalid_argument(cat("input ", i, " has ", counted(std::ssize(inputs[i]), "byte"), ", expected ", expected));
    }
    if (expected > 0) std::memcpy(value_address(graph_.inputs[i]), inputs[i].data(), inputs[i].size());
  }
  const auto bytes_of = [&](ValueId id) {
    return std::span(static_cast<const std::byte*>(value_address(id)), static_cast<std::size_t>(graph_.value_bytes(id)));
  };
  for (std::size_t step = 0; step < lowered_.size(); ++step) {
    for (const BoundCall& call : bound_[step]) call();
    if (trace) trace(step, lowered_[step].node, bytes_of(graph_.node_outputs(lowered_[step].node)[0]));
  }
  std::vector<Bytes> outputs;
  for (const ValueId id : graph_.outputs) {
    const Blob* constant = graph_.constant(id);
    const auto bytes = constant ? constant->bytes() : bytes_of(id);
    outputs.emplace_back(bytes.begin(), bytes.end());
  }
  return outputs;
}

}  // namespace thimble
