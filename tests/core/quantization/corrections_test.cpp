// Cross-layer equalization, bias correction and stored weights: what each keeps, and what it is for.
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "core/base/half.h"
#include "core/base/task.h"
#include "core/quantization/calibrate.h"
#include "core/quantization/correct_bias.h"
#include "core/quantization/equalize_layers.h"
#include "core/quantization/quantize_weights.h"
#include "core/quantization/search_clips.h"
#include "core/quantization/store_weights.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

std::vector<float> reach_of(const Graph& graph, NodeId node, std::int32_t axis) {
  const ValueId weights = graph.node_inputs(node)[1];
  return largest_magnitudes(graph.constant(weights)->copy_as<float>(), axis_view(graph.shape(weights), axis));
}

double worst_sqnr(const Graph& a, const Graph& b, double low = -1, double high = 1) {
  const auto samples = random_samples(a, 4, 23, low, high);
  double least = 200;
  for (std::int64_t i = 0; i < 4; ++i) {
    const Sample sample = *samples->read(i);
    least = std::min(least, sqnr_db(run_network(a, sample)[0], run_network(b, sample)[0]));
  }
  return least;
}

// Channels of very different reach, as networks with folded batch norms have.
void spread_channels(Graph& graph, NodeId node, std::uint64_t seed) {
  Rng rng(seed);
  const auto inputs = graph.node_inputs(node);
  std::vector<float> weights = graph.constant(inputs[1])->copy_as<float>();
  const Shape shape = graph.shape(inputs[1]);
  const std::size_t channels = static_cast<std::size_t>(shape[0] == 1 ? shape[3] : shape[0]);
  std::vector<float> factors(channels);
  for (float& factor : factors) factor = std::pow(30.0f, static_cast<float>(rng.unit() * 2 - 1));
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] *= shape[0] == 1 ? factors[i % channels] : factors[i / (weights.size() / channels)];
  graph.set_input(node, 1, graph.add_constant(DType::f32, shape, Blob::of(weights), "spread"));
}

Graph chain(const std::string& activation) {
  FloatNet net(31);
  ValueId x = net.conv(net.input({1, 6, 6, 3}), 8, 1, 1, activation);
  x = net.depthwise(x, 3, activation);
  x = net.node(OpKind::max_pool2d, {x}, {{"filter_h", std::int64_t{2}}, {"filter_w", std::int64_t{2}}});
  x = net.conv(x, 5, 1, 1, "none");
  Graph graph = net.finish({x});
  spread_channels(graph, graph.live_nodes()[0], 1);
  spread_channels(graph, graph.live_nodes()[1], 2);
  return graph;
}

}  // namespace

TEST_CASE("equalize_layers: outputs stay, and both sides of a pair reach equally far", "[quantization][property]") {
  for (const std::string activation : {"relu", "none"}) {
    const Graph before = chain(activation);
    Graph after = before;
    Diagnostics notes;
    CHECK(equalize_layers(after, {}, notes) == 2);
    REQUIRE(verify(after).ok());
    CHECK(worst_sqnr(before, after) > 100);
    const auto nodes = after.live_nodes();
    const std::vector<float> first = reach_of(after, nodes[0], 0), middle = reach_of(after, nodes[1], 3),
                             last = reach_of(after, nodes[3], 3);
    for (std::size_t c = 0; c < 8; ++c) {
      CHECK(std::fabs(first[c] / middle[c] - 1) < 0.02f);
      CHECK(std::fabs(middle[c] / last[c] - 1) < 0.02f);
    }
  }
}

TEST_CASE("equalize_layers: relu6 only where it never clamps", "[quantization][unit]") {
  const Graph before = chain("relu6");
  Graph clamping = before;
  Diagnostics notes;
  CHECK(equalize_layers(clamping, {}, notes) == 0);
  CHECK(notes.items().size() == 2);
  CHECK(worst_sqnr(before, clamping) == 200);

  JobControl job;
  const auto samples = random_samples(before, 8, 23, -0.02, 0.02);
  const std::vector<DType> types = default_node_types(before, DType::s8);
  const Result<Calibration> calibration = job.run(calibrate(job, before, calibration_request(before, types, DType::s8), samples, 1));
  REQUIRE(calibration.ok());
  std::vector<float> largest;
  for (const Histogram& histogram : calibration->histograms) largest.push_back(histogram.largest());
  Graph quiet = before;
  CHECK(equalize_layers(quiet, largest, notes) == 2);
  CHECK(worst_sqnr(before, quiet, -0.02, 0.02) > 100);
}

TEST_CASE("equalize_layers: a value that others read is left alone", "[quantization][unit]") {
  FloatNet net(33);
  const ValueId a = net.conv(net.input({1, 6, 6, 3}), 8, 1, 1, "relu");
  const ValueId b = net.conv(a, 8, 1, 1, "none");
  Graph graph = net.finish({net.node(OpKind::add, {a, b})});
  Diagnostics notes;
  CHECK(equalize_layers(graph, {}, notes) == 0);
}

TEST_CASE("correct_bias: the mean of a layer's outputs is that of the real weights", "[quantization][property]") {
  for (int kind = 0; kind < 3; ++kind) {
    FloatNet net(static_cast<std::uint64_t>(kind) + 40);
    ValueId out;
    if (kind == 0) out = net.conv(net.input({1, 5, 4, 3}), 6, 3, 2, "none");
    if (kind == 1) out = net.depthwise(net.input({1, 5, 4, 6}), 3, "none");
    if (kind == 2) out = net.dense(net.input({1, 15}), 6, "none");
    const Graph model = net.finish({out});
    // The same number everywhere in a channel: then the means say all, and the correction has to be complete.
    auto samples = std::vector<Sample>(4);
    Rng rng(3);
    const std::size_t channels = static_cast<std::size_t>(model.shape(model.inputs[0]).back());
    std::vector<float> levels(channels);
    for (float& level : levels) level = static_cast<float>(rng.unit() * 4);
    for (Sample& sample : samples) {
      sample.inputs.emplace_back(static_cast<std::size_t>(model.value_elements(model.inputs[0])));
      for (std::size_t i = 0; i < sample.inputs[0].size(); ++i) sample.inputs[0][i] = levels[i % channels];
    }
    const auto list = std::make_shared<SampleList>(samples);
    JobControl job;
    const std::vector<DType> types = default_node_types(model, DType::s8);
    const Result<Calibration> calibration = job.run(calibrate(job, model, calibration_request(model, types, DType::s8), list, 1));
    REQUIRE(calibration.ok());
    Diagnostics notes;
    const QuantPlan plan{.node_types = types, .ranges = std::vector<Range>(model.values.size(), Range{-9, 9})};
    const Result<QuantizedGraph> quantized = quantize_graph(model, plan, notes);
    REQUIRE(quantized.ok());
    const Graph corrected = correct_bias(model, calibration->channel_means, *quantized);
    // Weights rounded, but in float: what the correction is about, and nothing else.
    const auto rounded = [&](const Graph& graph) {
      Graph copy = graph;
      const NodeId layer = copy.live_nodes()[0];
      const NodeView made(quantized->graph, quantized->node_of[index_of(layer)]);
      const QuantParams& quant = *quantized->graph.quant(made.input(1));
      const auto numbers = quantized->graph.constant(made.input(1))->copy_as<std::int8_t>();
      const auto inner = static_cast<std::size_t>(axis_view(made.in_shape(1), quant.axis).inner);
      std::vector<float> weights;
      for (std::size_t i = 0; i < numbers.size(); ++i)
        weights.push_back(static_cast<float>(numbers[i]) * quant.scales[i / inner % quant.scales.size()]);
      copy.set_input(layer, 1, copy.add_constant(DType::f32, made.in_shape(1), Blob::of(weights), "rounded"));
      return copy;
    };
    const auto mean_error = [&](const Graph& graph) {
      const std::vector<float> real = run_network(model, samples[0])[0], is = run_network(rounded(graph), samples[0])[0];
      std::vector<double> sums(6, 0.0);
      for (std::size_t i = 0; i < real.size(); ++i) sums[i % 6] += static_cast<double>(is[i] - real[i]);
      double most = 0;
      for (const double sum : sums) most = std::max(most, std::fabs(sum) / (static_cast<double>(real.size()) / 6));
      return most;
    };
    CHECK(mean_error(model) > 1e-4);
    CHECK(mean_error(corrected) < 3e-6);
  }
}

TEST_CASE("quantize_weights: each is the nearest number of its channel's scale, zeros give scale 1", "[quantization][property]") {
  Rng rng(5);
  for (const std::int32_t axis : {0, 1, 2, 3}) {
    const Shape shape{3, 4, 2, 5};
    std::vector<float> weights(120);
    for (float& weight : weights) weight = static_cast<float>(rng.unit() * 2 - 1);
    const AxisView view = axis_view(shape, axis);
    const auto channel = [&](std::size_t i) { return i / static_cast<std::size_t>(view.inner) % static_cast<std::size_t>(view.channels); };
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (channel(i) == 1) weights[i] = 0;
    }
    const std::vector<float> scales = weight_scales(weights, view);
    const std::vector<std::int8_t> numbers = quantize_weights(weights, view, scales);
    CHECK(scales[1] == 1.0f);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double exact = static_cast<double>(weights[i]) / static_cast<double>(scales[channel(i)]);
      CHECK(std::fabs(static_cast<double>(numbers[i]) - exact) <= 0.5 + 1e-4);
      CHECK(numbers[i] != -128);
    }
  }
}

TEST_CASE("store_weights: f16 and s8 weights, outputs as near as their rounding", "[quantization][property]") {
  FloatNet net(50);
  ValueId x = net.depthwise(net.conv(net.input({1, 6, 6, 3}), 8, 3, 1, "relu"), 3, "relu6");
  x = net.dense(net.node(OpKind::reshape, {x}, {{"shape", std::vector<std::int64_t>{1, 288}}}), 5, "none");
  const Graph model = net.finish({x});
  for (const DType type : {DType::f16, DType::s8}) {
    Graph stored = model;
    Diagnostics notes;
    const Result<StoredWeights> done = store_weights(stored, type, notes);
    REQUIRE(done.ok());
    CHECK(notes.empty());
    CHECK(done->tensors == 3);
    CHECK(done->bytes_after * (type == DType::f16 ? 2 : 4) == done->bytes_before);
    CHECK(worst_sqnr(model, stored) > (type == DType::f16 ? 60 : 30));
  }
}

TEST_CASE("store_weights: what a half cannot hold is clamped and told; what is no number is refused", "[quantization][unit]") {
  FloatNet net(51);
  const ValueId x = net.input({1, 2});
  Graph large = net.finish({net.node(OpKind::fully_connected, {x, net.numbers({1e6f, 1.0f, -2.0f, 3.0f}, {2, 2})})});
  Diagnostics notes;
  REQUIRE(store_weights(large, DType::f16, notes).ok());
  REQUIRE(notes.items().size() == 1);
  CHECK(notes.items()[0].message == "1 weight beyond 65504 was clamped");
  CHECK(large.constant(large.node_inputs(large.live_nodes()[0])[1])->copy_as<std::uint16_t>()[0] == half_of(kHalfMax));

  FloatNet other(52);
  const ValueId y = other.input({1, 2});
  Graph bad = other.finish({other.node(OpKind::fully_connected, {y, other.numbers({NAN, 1.0f, -2.0f, 3.0f}, {2, 2})})});
  const Result<StoredWeights> refused = store_weights(bad, DType::s8, notes);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code() == ErrorCode::bad_data);
}

}  // namespace thimble
