#include "core/quantization/output_error.h"

#include <algorithm>
#include <cmath>

#include "core/quantization/output_noise.h"
#include "core/runtime/executor.h"
#include "core/runtime/float_executor.h"
#include "core/runtime/network_io.h"

namespace thimble {
namespace {

std::vector<double> probabilities(std::span<const float> scores, double temperature) {
  const double most = static_cast<double>(*std::max_element(scores.begin(), scores.end()));
  std::vector<double> out;
  double sum = 0;
  for (const float score : scores) sum += out.emplace_back(std::exp((static_cast<double>(score) - most) / temperature));
  for (double& p : out) p /= sum;
  return out;
}

// Variance over the classes, of the errors in units of the spread.
double class_error(std::span<const float> real, std::span<const float> quantized, double spread) {
  const std::vector<double> weights = probabilities(real, spread);
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double error = (static_cast<double>(quantized[i]) - static_cast<double>(real[i])) / spread;
    mean += weights[i] * error;
    squares += weights[i] * error * error;
  }
  return std::max(squares - mean * mean, 0.0);
}

double square_sum_around_mean(std::span<const float> scores) {
  double sum = 0, squares = 0;
  for (const float score : scores) sum += static_cast<double>(score), squares += static_cast<double>(score) * static_cast<double>(score);
  return std::max(squares - sum * sum / static_cast<double>(scores.size()), 0.0);
}

std::int32_t class_of(std::span<const float> scores) {
  return static_cast<std::int32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

// What the value is before a last softmax: it hides errors that its own rounding to 1/256 is larger than.
ValueId before_softmax(const Graph& graph, ValueId output) {
  const NodeId producer = graph.value(output).producer;
  if (!is_valid(producer)) return output;
  const OpKind kind = graph.node(producer).kind;
  if (kind == OpKind::softmax || kind == OpKind::log_softmax) return graph.node_inputs(producer)[0];
  // A reshape of the probabilities.
  if (kind == OpKind::reshape) {
    const ValueId before = before_softmax(graph, graph.node_inputs(producer)[0]);
    return before == graph.node_inputs(producer)[0] ? output : before;
  }
  return output;
}

}  // namespace

double rounded_cost(double cost) {
  if (!(cost > 0) || !std::isfinite(cost)) return cost;
  const double unit = std::pow(10.0, std::floor(std::log10(cost)) - 2);
  return std::round(cost / unit) * unit;
}

Task<Result<OutputError>> OutputError::create(JobControl& job, const Graph& model, std::shared_ptr<const Samples> samples,
                                              std::int64_t limit, int threads) {
  OutputError out;
  out.judging_ = judging_of(model, *samples);
  const bool labelled = model.outputs.size() == 1 && samples->has_labels() && out.judging_ == Judging::classes;
  for (const ValueId id : model.outputs) {
    if (model.value(id).dtype != DType::f32 || model.constant(id)) continue;
    const ValueId value = before_softmax(model, id);
    out.watched_.push_back({value, id, value != id || labelled});
  }
  THIMBLE_CO_TRY(FloatExecutor executor, FloatExecutor::create(model, {.threads = threads}));
  const std::int64_t count = std::min(limit, samples->size());
  for (std::int64_t i = 0; i < count; ++i) {
    Case one;
    THIMBLE_CO_TRY(one.sample, samples->read(i * samples->size() / count));
    one.watched.resize(out.watched_.size());
    const FloatExecutor::Trace trace = [&](NodeId, ValueId value, std::span<const float> data) {
      for (std::size_t w = 0; w < out.watched_.size(); ++w) {
        if (out.watched_[w].value == value) one.watched[w].assign(data.begin(), data.end());
      }
    };
    THIMBLE_CO_TRY(one.outputs, executor.run(one.sample.inputs, trace));
    out.cases_.push_back(std::move(one));
    co_await job.pause();
  }
  out.measure_spreads();
  co_return out;
}

void OutputError::measure_spreads() {
  for (std::size_t w = 0; w < watched_.size(); ++w) {
    double squares = 0, count = 0;
    for (const Case& one : cases_) {
      if (one.watched[w].empty()) continue;
      squares += square_sum_around_mean(one.watched[w]);
      count += static_cast<double>(one.watched[w].size());
    }
    if (squares > 0) watched_[w].spread = std::sqrt(squares / count);
  }
}

Task<Result<OutputQuality>> OutputError::of(JobControl& job, const QuantizedGraph& quantized) const {
  THIMBLE_CO_TRY(Executor executor, Executor::create(quantized.graph));
  const Graph& graph = executor.graph();
  OutputQuality out{.samples = samples()};
  OutputNoise outputs;
  NoiseSum others;
  std::vector<std::vector<float>> seen(watched_.size());
  const Executor::Trace trace = [&](std::size_t, NodeId node, std::span<const std::byte> data) {
    const ValueId made = graph.node_outputs(node)[0];
    for (std::size_t w = 0; w < watched_.size(); ++w) {
      if (quantized.value_of[index_of(watched_[w].value)] != made) continue;
      if (Result<std::vector<float>> decoded = decode_values(graph, made, data); decoded.ok()) seen[w] = std::move(*decoded);
    }
  };
  for (const Case& one : cases_) {
    THIMBLE_CO_TRY(const std::vector<Bytes> inputs, encode_inputs(graph, one.sample.inputs));
    THIMBLE_CO_TRY(const std::vector<Bytes> made, executor.run(inputs, trace));
    for (std::size_t w = 0; w < watched_.size(); ++w) {
      // A value that is an input of the network is not traced; nothing is lost on it that could be chosen.
      if (seen[w].size() != one.watched[w].size()) continue;
      if (watched_[w].classes) {
        out.cost += class_error(one.watched[w], seen[w], watched_[w].spread);
      } else {
        others.add(one.watched[w], seen[w]);
      }
    }
    for (std::size_t o = 0; o < made.size(); ++o) {
      const ValueId id = graph.outputs[o];
      THIMBLE_CO_TRY(const std::vector<float> values, decode_values(graph, id, made[o]));
      outputs.add(o, one.outputs[o], values);
      if (o > 0 || judging_ != Judging::classes) continue;
      ++out.compared;
      const std::int32_t real = class_of(one.outputs[o]), is = class_of(values);
      out.agreeing += real == is ? 1 : 0;
      if (one.sample.label < 0) continue;
      ++out.labelled;
      out.right += is == one.sample.label ? 1 : 0;
      out.float_right += real == one.sample.label ? 1 : 0;
    }
    co_await job.pause();
  }
  if (out.samples > 0) out.cost /= static_cast<double>(out.samples);
  if (others.signal > 0) out.cost += others.noise / others.signal;
  out.sqnr_db = outputs.worst_db();
  co_return out;
}

}  // namespace thimble
