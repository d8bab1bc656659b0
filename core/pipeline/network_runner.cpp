#include "core/pipeline/network_runner.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/ops/op_def.h"
#include "core/runtime/network_io.h"

namespace thimble {
namespace {

// The sample (0.5 M) takes a hundred times longer on two of a busy machine's processors than on one.
constexpr std::int64_t kMacsWorthThreads = 20'000'000;

}  // namespace

bool has_integer_activations(const Graph& graph) {
  for (const ValueInfo& value : graph.values) {
    const bool integer = value.dtype == DType::s8 || value.dtype == DType::u8 || value.dtype == DType::s16;
    if (integer && value.constant == ConstId::none && value.quant != QuantId::none) return true;
  }
  return false;
}

int threads_worth(const Graph& graph, int most) {
  std::int64_t macs = 0;
  for (const NodeId id : graph.live_nodes()) macs += op_def(graph.node(id).kind).cost(NodeView(graph, id)).macs;
  return macs < kMacsWorthThreads ? 1 : std::max(most, 1);
}

Result<NetworkRunner> NetworkRunner::create(const Graph& graph, int threads) {
  NetworkRunner out;
  if (has_integer_activations(graph)) {
    THIMBLE_TRY(Executor executor, Executor::create(graph));
    out.integer_ = std::move(executor);
  } else {
    THIMBLE_TRY(FloatExecutor executor, FloatExecutor::create(graph, {.threads = threads}));
    out.float_ = std::move(executor);
  }
  return out;
}

Result<Bytes> NetworkRunner::encoded(std::size_t input, std::span<const float> values) const {
  const Graph& graph = integer_ ? integer_->graph() : float_->graph();
  return encode_values(graph, graph.inputs[input], values);
}

Result<std::vector<std::vector<float>>> NetworkRunner::run(std::span<const std::vector<float>> inputs) {
  if (float_) return float_->run(inputs);
  const Graph& graph = integer_->graph();
  THIMBLE_TRY(const std::vector<Bytes> encoded, encode_inputs(graph, inputs));
  THIMBLE_TRY(const std::vector<Bytes> answers, integer_->run(encoded));
  std::vector<std::vector<float>> out;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    THIMBLE_TRY(std::vector<float> values, decode_values(graph, graph.outputs[i], answers[i]));
    out.push_back(std::move(values));
  }
  return out;
}

}  // namespace thimble
