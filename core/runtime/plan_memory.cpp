#include "core/runtime/plan_memory.h"

#include <algorithm>

#include "core/base/check.h"

namespace thimble {
namespace {

constexpr std::int32_t kNever = -1;

// Values that share one buffer, with the steps between which it holds something.
struct Buffer {
  std::int64_t bytes = 0;
  std::int32_t first_step = 0, last_step = 0;
};

class Merger {
 public:
  Merger(const Graph& graph, std::span<const NodeMemory> nodes) : graph_(graph), nodes_(nodes), buffer_of_(graph.values.size(), kNever) {
    last_use_.assign(graph.values.size(), kNever);
    for (std::size_t step = 0; step < nodes.size(); ++step) {
      for (const ValueId id : graph.node_inputs(nodes[step].node)) {
        if (is_valid(id)) last_use_[index_of(id)] = static_cast<std::int32_t>(step);
      }
    }
    for (const ValueId id : graph.outputs) last_use_[index_of(id)] = static_cast<std::int32_t>(nodes.size());
  }

  void run() {
    for (const ValueId id : graph_.inputs) open(id, 0);
    for (std::size_t step = 0; step < nodes_.size(); ++step) visit(nodes_[step], static_cast<std::int32_t>(step));
  }

  const std::vector<Buffer>& buffers() const { return buffers_; }
  const std::vector<std::int32_t>& buffer_of() const { return buffer_of_; }

 private:
  void visit(const NodeMemory& node, std::int32_t step) {
    const auto outputs = graph_.node_outputs(node.node);
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      const ValueId source = i == 0 ? shared_input(node, step) : ValueId::none;
      if (is_valid(source)) {
        join(outputs[i], buffer_of_[index_of(source)]);
      } else {
        open(outputs[i], step);
      }
    }
  }

  // The input whose buffer output 0 takes over, if any.
  ValueId shared_input(const NodeMemory& node, std::int32_t step) const {
    if (!node.alias && !node.in_place) return ValueId::none;
    const ValueId input = graph_.node_inputs(node.node)[node.alias ? 0 : node.in_place_input];
    const std::int32_t buffer = buffer_of_[index_of(input)];
    if (buffer == kNever) return ValueId::none;
    if (node.alias) return input;
    // In place only when nothing reads the buffer afterwards, through whatever name.
    return buffers_[static_cast<std::size_t>(buffer)].last_step <= step ? input : ValueId::none;
  }

  void open(ValueId id, std::int32_t step) {
    buffers_.push_back({0, step, step});
    join(id, static_cast<std::int32_t>(buffers_.size()) - 1);
  }

  void join(ValueId id, std::int32_t index) {
    buffer_of_[index_of(id)] = index;
    Buffer& buffer = buffers_[static_cast<std::size_t>(index)];
    buffer.bytes = std::max(buffer.bytes, graph_.value_bytes(id));
    buffer.last_step = std::max(buffer.last_step, last_use_[index_of(id)]);
  }

  const Graph& graph_;
  std::span<const NodeMemory> nodes_;
  std::vector<std::int32_t> buffer_of_;
  std::vector<std::int32_t> last_use_;
  std::vector<Buffer> buffers_;
};

}  // namespace

std::int64_t MemoryPlan::live_bytes(std::int32_t step) const {
  std::int64_t live = 0;
  for (const BufferRequest& request : requests) {
    if (request.first_step <= step && step <= request.last_step) live += request.bytes;
  }
  return live;
}

MemoryPlan plan_memory(const Graph& graph, std::span<const NodeMemory> nodes) {
  Merger merger(graph, nodes);
  merger.run();
  MemoryPlan plan;
  plan.value_request = merger.buffer_of();
  for (const Buffer& buffer : merger.buffers()) plan.requests.push_back({buffer.bytes, buffer.first_step, buffer.last_step});
  for (std::size_t step = 0; step < nodes.size(); ++step) {
    plan.scratch_request.push_back(kNever);
    if (nodes[step].scratch_bytes == 0) continue;
    plan.scratch_request.back() = static_cast<std::int32_t>(plan.requests.size());
    plan.requests.push_back({nodes[step].scratch_bytes, static_cast<std::int32_t>(step), static_cast<std::int32_t>(step)});
  }
  plan.arena = plan_arena(plan.requests);
  THIMBLE_CHECK(plan_is_valid(plan.requests, plan.arena));
  return plan;
}

}  // namespace thimble
