#include "core/quantization/measure_sensitivity.h"

#include <algorithm>
#include <map>

#include "core/quantization/output_noise.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "core/runtime/network_io.h"

namespace thimble {
namespace {

bool computes(const Graph& model, NodeId id) {
  const QuantRule::Kind kind = op_def(model.node(id).kind).quant.kind;
  return kind == QuantRule::Kind::weighted || kind == QuantRule::Kind::own_scales;
}

std::vector<RankedLayer> layers_of(const SensitivityRequest& request) {
  std::vector<RankedLayer> out;
  const Graph& model = *request.model;
  for (const NodeId id : model.live_nodes()) {
    if (request.quantized->node_types[index_of(id)] == DType::f32 || !computes(model, id)) continue;
    RankedLayer layer{.node = id, .figures = {}};
    layer.figures.layer = std::string(model.value_name(model.node_outputs(id)[0]));
    layer.figures.op = std::string(op_name(model.node(id).kind));
    out.push_back(std::move(layer));
  }
  return out;
}

// Of the layers' own outputs, all before them quantized.
Task<Result<std::vector<NoiseSum>>> own_errors(JobControl& job, const SensitivityRequest& request, const std::vector<RankedLayer>& layers) {
  const Graph& model = *request.model;
  THIMBLE_CO_TRY(FloatExecutor real, FloatExecutor::create(model, {.threads = request.threads}));
  THIMBLE_CO_TRY(Executor integer, Executor::create(request.quantized->graph));
  std::vector<NoiseSum> out(layers.size());
  std::map<ValueId, std::vector<float>> seen;                // by value of the float model
  std::map<ValueId, std::size_t> watched, watched_integer;   // the layer whose output it is
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const ValueId made = model.node_outputs(layers[i].node)[0];
    watched[made] = i;
    watched_integer[request.quantized->value_of[index_of(made)]] = i;
  }
  const FloatExecutor::Trace keep = [&](NodeId, ValueId value, std::span<const float> data) {
    if (watched.contains(value)) seen[value].assign(data.begin(), data.end());
  };
  const Graph& graph = integer.graph();
  const Executor::Trace compare = [&](std::size_t, NodeId node, std::span<const std::byte> data) {
    const ValueId made = graph.node_outputs(node)[0];
    const auto found = watched_integer.find(made);
    if (found == watched_integer.end()) return;
    const Result<std::vector<float>> decoded = decode_values(graph, made, data);
    if (!decoded.ok()) return;  // of a type without real numbers
    const std::vector<float>& own = seen[model.node_outputs(layers[found->second].node)[0]];
    if (own.size() == decoded->size()) out[found->second].add(own, *decoded);
  };
  const std::int64_t count = std::min(request.limit, request.samples->size());
  for (std::int64_t s = 0; s < count; ++s) {
    THIMBLE_CO_TRY(const Sample sample, request.samples->read(s * request.samples->size() / count));
    THIMBLE_CO_TRY_VOID(real.run(sample.inputs, keep));
    THIMBLE_CO_TRY(const std::vector<Bytes> inputs, encode_inputs(graph, sample.inputs));
    THIMBLE_CO_TRY_VOID(integer.run(inputs, compare));
    co_await job.pause();
  }
  co_return out;
}

// Outputs of a network of floats, of a few samples. What is quantized in it runs by its device kernels.
Task<Result<std::vector<std::vector<std::vector<float>>>>> outputs_of(JobControl& job, const Graph& graph,
                                                                      const std::vector<Sample>& samples, int threads) {
  THIMBLE_CO_TRY(FloatExecutor executor, FloatExecutor::create(graph, {.threads = threads}));
  std::vector<std::vector<std::vector<float>>> out;
  for (const Sample& sample : samples) {
    THIMBLE_CO_TRY(std::vector<std::vector<float>> outputs, executor.run(sample.inputs));
    out.push_back(std::move(outputs));
    co_await job.pause();
  }
  co_return out;
}

double sqnr_between(const std::vector<std::vector<std::vector<float>>>& real, const std::vector<std::vector<std::vector<float>>>& other) {
  OutputNoise noise;
  for (std::size_t s = 0; s < real.size(); ++s) {
    for (std::size_t o = 0; o < real[s].size(); ++o) noise.add(o, real[s][o], other[s][o]);
  }
  return noise.worst_db();
}

}  // namespace

std::int64_t network_macs(const Graph& graph) {
  std::int64_t macs = 1;
  for (const NodeId id : graph.live_nodes()) macs += op_def(graph.node(id).kind).cost(NodeView(graph, id)).macs;
  return macs;
}

Task<Result<std::vector<RankedLayer>>> measure_sensitivity(JobControl& job, SensitivityRequest request) {
  std::vector<RankedLayer> layers = layers_of(request);
  if (layers.empty()) co_return layers;
  THIMBLE_CO_TRY(const std::vector<NoiseSum> own, co_await own_errors(job, request, layers));
  for (std::size_t i = 0; i < layers.size(); ++i) layers[i].figures.sqnr_db = own[i].sqnr_db();

  const std::int64_t all_macs = network_macs(*request.model) * static_cast<std::int64_t>(layers.size());
  const std::int64_t most = std::min(request.limit, request.samples->size());
  const std::int64_t count = std::clamp<std::int64_t>(request.mac_budget / all_macs, 1, most);
  std::vector<Sample> samples;
  for (std::int64_t s = 0; s < count; ++s) {
    THIMBLE_CO_TRY(Sample sample, request.samples->read(s * request.samples->size() / count));
    samples.push_back(std::move(sample));
  }
  THIMBLE_CO_TRY(const auto real, co_await outputs_of(job, *request.model, samples, request.threads));
  QuantPlan plan{.node_types = {}, .ranges = request.plan->ranges, .io_type = DType::f32};
  WeightCache cache;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    plan.node_types.assign(request.model->nodes.size(), DType::f32);
    plan.node_types[index_of(layers[i].node)] = request.quantized->node_types[index_of(layers[i].node)];
    Diagnostics unheard;
    THIMBLE_CO_TRY(const QuantizedGraph alone, quantize_graph(*request.model, plan, unheard, &cache));
    THIMBLE_CO_TRY(const auto outputs, co_await outputs_of(job, alone.graph, samples, request.threads));
    layers[i].figures.output_sqnr_db = sqnr_between(real, outputs);
    job.progress("sensitivity", static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(layers.size()));
    co_await job.pause();
  }
  co_return layers;
}

}  // namespace thimble
