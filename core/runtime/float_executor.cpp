#include "core/runtime/float_executor.h"

#include <algorithm>
#include <cstring>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/runtime/bound_call.h"
#include "core/runtime/executor.h"
#include "core/runtime/network_io.h"
#include "core/runtime/xnnpack/xnnpack_twin.h"

namespace thimble {
namespace {

constexpr std::size_t kWorkspaceAlignment = 64;
// XNNPACK keeps a table of addresses, several an element, for some operators: larger values are left to the kernels.
constexpr std::int64_t kMostXnnpackBytes = std::int64_t{64} << 20;

struct PoolDelete {
  void operator()(pthreadpool_t pool) const { pthreadpool_destroy(pool); }
};
using Pool = std::unique_ptr<pthreadpool, PoolDelete>;

// XNNPACK may read a little behind an operand, so constants are copied into memory that has room.
std::vector<float> padded_copy(const Blob& blob) {
  std::vector<float> out(blob.size() / sizeof(float) + XNN_EXTRA_BYTES / sizeof(float), 0.0f);
  if (!blob.empty()) std::memcpy(out.data(), blob.bytes().data(), blob.size());
  return out;
}

}  // namespace

struct FloatExecutor::State {
  // How one node runs: as XNNPACK's operators, or as kernel calls.
  struct Step {
    std::optional<XnnpackStep> fast;
    std::vector<BoundCall> calls;
  };

  Graph graph;
  std::vector<LoweredNode> lowered;
  Pool pool;  // outlives the operators that were shaped for it
  std::vector<Step> steps;
  MemoryPlan memory;
  std::vector<std::uint64_t> arena, kernel_scratch, workspace;
  std::vector<std::vector<float>> constants;  // padded copies of constant operands

  void* address(ValueId id) { return reinterpret_cast<std::byte*>(arena.data()) + memory.value_offset(id); }

  std::optional<XnnpackStep> prepare(const LoweredNode& node) const;
  Result<void> plan();
  Result<void> bind();
  Result<void> bind_fast(Step& step, const LoweredNode& node, void* aligned_workspace);
  bool run_step(Step& step);
};

std::optional<XnnpackStep> FloatExecutor::State::prepare(const LoweredNode& node) const {
  if (node.calls.size() != 1) return std::nullopt;
  const KernelCall call = with_float_weights(node.calls[0]);
  const XnnpackTwin* twin = find_xnnpack_twin(call.kernel);
  const std::int64_t bytes = graph.value_bytes(graph.node_outputs(node.node)[0]);
  // An empty tensor is nothing to XNNPACK's liking.
  if (!twin || bytes == 0 || bytes > kMostXnnpackBytes) return std::nullopt;
  return twin->prepare(call, pool.get());
}

Result<void> FloatExecutor::State::plan() {
  std::vector<NodeMemory> needs = portable_memory(graph, lowered);
  for (std::size_t i = 0; i < needs.size(); ++i) {
    if (steps[i].fast) needs[i] = {.node = lowered[i].node};
  }
  memory = plan_memory(graph, needs);
  THIMBLE_TRY_VOID(check_arena(memory.arena.arena_bytes));
  arena.assign((static_cast<std::size_t>(memory.arena.arena_bytes) + XNN_EXTRA_BYTES) / sizeof(std::uint64_t) + 1, 0);
  return {};
}

Result<void> FloatExecutor::State::bind_fast(Step& step, const LoweredNode& node, void* aligned_workspace) {
  const KernelCall& call = node.calls[0];
  XnnpackAddresses at{
      .inputs = {}, .output = static_cast<float*>(address(graph.node_outputs(node.node)[0])), .workspace = aligned_workspace};
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    const ValueId id = graph.node_inputs(node.node)[call.inputs[i]];
    const Blob* constant = graph.constant(id);
    at.inputs[i] = constant ? constants.emplace_back(padded_copy(*constant)).data() : static_cast<const float*>(address(id));
  }
  for (const XnnpackOperator& op : step.fast->operators) {
    if (op.setup(op.handle.get(), at) != xnn_status_success)
      return Error(ErrorCode::internal, "XNNPACK does not take the addresses of " + node_place(graph, node.node));
  }
  return {};
}

Result<void> FloatExecutor::State::bind() {
  std::size_t most = 0;
  for (const Step& step : steps) most = std::max(most, step.fast ? step.fast->workspace_bytes : 0);
  workspace.assign((most + 2 * kWorkspaceAlignment + XNN_EXTRA_BYTES) / sizeof(std::uint64_t) + 1, 0);
  void* aligned = workspace.data();
  std::size_t room = workspace.size() * sizeof(std::uint64_t);
  THIMBLE_CHECK(std::align(kWorkspaceAlignment, most, aligned, room) != nullptr);
  kernel_scratch.assign(fast_scratch_bytes(lowered) / sizeof(std::uint64_t) + 1, 0);
  const AddressOf address_of = [this](ValueId id) { return address(id); };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].fast) {
      THIMBLE_TRY_VOID(bind_fast(steps[i], lowered[i], aligned));
      continue;
    }
    void* scratch = reinterpret_cast<std::byte*>(arena.data()) + memory.scratch_offset(i);
    for (const KernelCall& call : lowered[i].calls)
      steps[i].calls.push_back(bind_call(graph, lowered[i].node, call, address_of, scratch, kernel_scratch.data()));
  }
  return {};
}

bool FloatExecutor::State::run_step(Step& step) {
  for (const BoundCall& call : step.calls) call();
  if (!step.fast) return true;
  for (const XnnpackOperator& op : step.fast->operators) {
    if (xnn_run_operator(op.handle.get(), pool.get()) != xnn_status_success) return false;
  }
  return true;
}

FloatExecutor::FloatExecutor(std::unique_ptr<State> state) : state_(std::move(state)) {}
FloatExecutor::FloatExecutor(FloatExecutor&&) noexcept = default;
FloatExecutor& FloatExecutor::operator=(FloatExecutor&&) noexcept = default;
FloatExecutor::~FloatExecutor() = default;

Result<FloatExecutor> FloatExecutor::create(const Graph& graph, const Options& options) {
  auto state = std::make_unique<State>();
  state->graph = graph;
  THIMBLE_TRY(state->lowered, lower_graph(state->graph));
  if (options.threads > 1) state->pool = Pool(pthreadpool_create(static_cast<std::size_t>(options.threads)));
  const bool fast = !options.reference_only && start_xnnpack();
  state->steps.resize(state->lowered.size());
  for (std::size_t i = 0; fast && i < state->steps.size(); ++i) state->steps[i].fast = state->prepare(state->lowered[i]);
  THIMBLE_TRY_VOID(state->plan());
  THIMBLE_TRY_VOID(state->bind());
  return FloatExecutor(std::move(state));
}

Result<std::vector<std::vector<float>>> FloatExecutor::run(std::span<const std::vector<float>> inputs, const Trace& trace) {
  State& s = *state_;
  if (inputs.size() != s.graph.inputs.size())
    return invalid_argument(counted(std::ssize(inputs), "input") + format(", expected %zu", s.graph.inputs.size()));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const ValueId id = s.graph.inputs[i];
    THIMBLE_TRY(const std::vector<std::byte> bytes, encode_values(s.graph, id, inputs[i]));
    if (!bytes.empty()) std::memcpy(s.address(id), bytes.data(), bytes.size());
    if (trace) trace(NodeId::none, id, inputs[i]);
  }
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    const NodeId node = s.lowered[i].node;
    if (!s.run_step(s.steps[i])) return Error(ErrorCode::internal, "XNNPACK failed on " + node_place(s.graph, node));
    if (!trace) continue;
    for (const ValueId id : s.graph.node_outputs(node)) {
      if (s.graph.value(id).dtype != DType::f32) continue;
      trace(node, id, {static_cast<const float*>(s.address(id)), static_cast<std::size_t>(s.graph.value_elements(id))});
    }
  }
  std::vector<std::vector<float>> out;
  for (const ValueId id : s.graph.outputs) {
    const Blob* constant = s.graph.constant(id);
    const std::span bytes(static_cast<const std::byte*>(constant ? constant->bytes().data() : s.address(id)),
                          static_cast<std::size_t>(s.graph.value_bytes(id)));
    THIMBLE_TRY(std::vector<float> values, decode_values(s.graph, id, bytes));
    out.push_back(std::move(values));
  }
  return out;
}

const Graph& FloatExecutor::graph() const { return state_->graph; }

std::int64_t FloatExecutor::fast_nodes() const {
  return std::count_if(state_->steps.begin(), state_->steps.end(), [](const State::Step& step) { return step.fast.has_value(); });
}

}  // namespace thimble
