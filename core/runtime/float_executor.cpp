#include "core/runtime/float_executor.h"

#include "core/runtime/executor.h"
#include "core/runtime/network_io.h"

namespace thimble {

// The slow twin: every node by the float device kernel that defines it.
struct FloatExecutor::State {
  Executor executor;
};

FloatExecutor::FloatExecutor(std::unique_ptr<State> state) : state_(std::move(state)) {}
FloatExecutor::FloatExecutor(FloatExecutor&&) noexcept = default;
FloatExecutor& FloatExecutor::operator=(FloatExecutor&&) noexcept = default;
FloatExecutor::~FloatExecutor() = default;

Result<FloatExecutor> FloatExecutor::create(const Graph& graph, const Options&) {
  THIMBLE_TRY(Executor executor, Executor::create(graph));
  return FloatExecutor(std::make_unique<State>(State{std::move(executor)}));
}

Result<std::vector<std::vector<float>>> FloatExecutor::run(std::span<const std::vector<float>> inputs, const Trace& trace) {
  const Graph& net = graph();
  std::vector<Bytes> encoded;
  for (std::size_t i = 0; i < inputs.size() && i < net.inputs.size(); ++i) {
    THIMBLE_TRY(Bytes bytes, encode_values(net, net.inputs[i], inputs[i]));
    encoded.push_back(std::move(bytes));
    if (trace) trace(NodeId::none, net.inputs[i], inputs[i]);
  }
  const Executor::Trace see = [&](std::size_t, NodeId node, std::span<const std::byte> data) {
    const ValueId made = net.node_outputs(node)[0];
    if (net.value(made).dtype != DType::f32) return;
    if (const Result<std::vector<float>> values = decode_values(net, made, data); values.ok()) trace(node, made, *values);
  };
  THIMBLE_TRY(const std::vector<Bytes> made, state_->executor.run(encoded, trace ? see : Executor::Trace{}));
  std::vector<std::vector<float>> out;
  for (std::size_t i = 0; i < made.size(); ++i) {
    THIMBLE_TRY(std::vector<float> values, decode_values(net, net.outputs[i], made[i]));
    out.push_back(std::move(values));
  }
  return out;
}

const Graph& FloatExecutor::graph() const { return state_->executor.graph(); }
std::int64_t FloatExecutor::fast_nodes() const { return 0; }

}  // namespace thimble
