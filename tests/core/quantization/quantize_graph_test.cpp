#include "core/quantization/quantize_graph.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <map>

#include "core/base/task.h"
#include "core/ir/text_format.h"
#include "core/quantization/calibrate.h"
#include "core/quantization/search_clips.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

using Build = std::function<ValueId(FloatNet&)>;

struct OpCase {
  Build build;
  double low = -1, high = 1;  // of the samples
};

Build unary(OpKind kind, AttrSet attrs = {}) {
  return [kind, attrs](FloatNet& net) { return net.node(kind, {net.input({1, 3, 4, 5})}, attrs); };
}
Build binary(OpKind kind, double low = -1, double high = 1) {
  return [=](FloatNet& net) {
    const ValueId a = net.input({1, 3, 4, 5}), b = net.input({1, 3, 4, 5});
    const ValueId sum = net.node(kind, {a, b});
    return net.node(OpKind::add, {sum, net.node(kind, {a, net.constant({5}, low, high)})});
  };
}
Build reduce(OpKind kind) { return unary(kind, {{"axes", std::vector<std::int64_t>{1, 2}}, {"keep_dims", std::int64_t{1}}}); }
Build resize(OpKind kind) { return unary(kind, {{"out_h", std::int64_t{6}}, {"out_w", std::int64_t{8}}}); }
AttrSet window() { return {{"filter_h", std::int64_t{2}}, {"filter_w", std::int64_t{2}}}; }

std::map<OpKind, OpCase> cases() {
  using enum OpKind;
  using Ints = std::vector<std::int64_t>;
  std::map<OpKind, OpCase> out;
  for (const OpKind kind : {add, sub, mul, maximum, minimum}) out[kind] = {binary(kind)};
  out[div] = {binary(div, 1, 2), 1, 2};
  out[OpKind::pow] = {[](FloatNet& net) { return net.node(OpKind::pow, {net.input({1, 7}), net.numbers({2}, {})}); }, 0.5, 2};
  for (const OpKind kind : {abs, neg,  exp,  square,       erf,        floor,    ceil, round, sin,     cos,         softplus, softsign,
                            elu, selu, gelu, hard_sigmoid, hard_swish, logistic, tanh, relu,  softmax, log_softmax, clip})
    out[kind] = {unary(kind), -4, 4};
  for (const OpKind kind : {log, sqrt, rsqrt}) out[kind] = {unary(kind), 0.5, 4};
  out[leaky_relu] = {unary(leaky_relu, {{"alpha", 0.1}})};
  out[prelu] = {[](FloatNet& net) { return net.node(prelu, {net.input({1, 3, 4, 5}), net.constant({5}, 0.1, 0.4)}); }};
  for (const OpKind kind : {mean, sum, reduce_max, reduce_min, reduce_prod}) out[kind] = {reduce(kind), 0.5, 1.2};
  for (const OpKind kind : {average_pool2d, max_pool2d}) out[kind] = {unary(kind, window())};
  for (const OpKind kind : {resize_nearest, resize_bilinear}) out[kind] = {resize(kind)};
  out[conv2d] = {[](FloatNet& net) { return net.conv(net.input({1, 6, 5, 3}), 7, 3, 2, "relu"); }};
  out[depthwise_conv2d] = {[](FloatNet& net) { return net.depthwise(net.input({1, 6, 5, 3}), 3, "relu6"); }};
  out[fully_connected] = {[](FloatNet& net) { return net.dense(net.input({1, 19}), 5, "none"); }};
  out[transpose_conv2d] = {[](FloatNet& net) {
    return net.node(transpose_conv2d, {net.input({1, 4, 4, 3}), net.constant({5, 2, 2, 3}, -1, 1), net.constant({5}, -1, 1)},
                    {{"stride_h", std::int64_t{2}}, {"stride_w", std::int64_t{2}}});
  }};
  out[batch_norm] = {[](FloatNet& net) { return net.batch_norm(net.input({1, 3, 4, 5})); }};
  out[batch_matmul] = {[](FloatNet& net) { return net.node(batch_matmul, {net.input({2, 3, 4}), net.input({2, 4, 5})}); }};
  out[concatenation] = {[](FloatNet& net) {
    const ValueId a = net.input({1, 3, 4, 5}), b = net.input({1, 3, 4, 2});
    return net.node(concatenation, {a, net.node(relu, {b}), net.node(logistic, {a})}, {{"axis", std::int64_t{3}}});
  }};
  out[gather] = {
      [](FloatNet& net) { return net.node(gather, {net.input({1, 3, 4, 5}), net.indices({2, 0})}, {{"axis", std::int64_t{1}}}); }};
  out[pad] = {unary(pad, {{"pads", Ints{0, 0, 1, 1, 2, 0, 0, 0}}, {"value", 1.5}})};
  out[slice] = {unary(slice, {{"begin", Ints{0, 1, 0, 0}}, {"size", Ints{1, 2, 2, 5}}, {"stride", Ints{1, 1, 2, 1}}})};
  out[reshape] = {unary(reshape, {{"shape", Ints{1, 60}}})};
  out[transpose] = {unary(transpose, {{"perm", Ints{0, 2, 1, 3}}})};
  out[depth_to_space] = {[](FloatNet& net) { return net.node(depth_to_space, {net.input({1, 2, 2, 8})}, {{"block", std::int64_t{2}}}); }};
  out[space_to_depth] = {[](FloatNet& net) { return net.node(space_to_depth, {net.input({1, 4, 2, 3})}, {{"block", std::int64_t{2}}}); }};
  return out;
}

struct Quantized {
  QuantizedGraph made;
  Diagnostics notes;
  std::shared_ptr<const SampleList> samples;
};

Quantized quantize(const Graph& model, DType type, double low = -1, double high = 1, std::vector<DType> node_types = {}) {
  Quantized out{.made = {}, .notes = {}, .samples = random_samples(model, 12, 5, low, high)};
  QuantPlan plan{.node_types = node_types.empty() ? default_node_types(model, type) : node_types, .ranges = {}, .io_type = type};
  JobControl job;
  CalibrationRequest request = calibration_request(model, plan.node_types, type);
  Result<Calibration> calibration = job.run(calibrate(job, model, std::move(request), out.samples, 1));
  INFO((calibration.ok() ? std::string() : calibration.error().to_string()));
  REQUIRE(calibration.ok());
  plan.ranges = *job.run(ranges_by(job, model, *calibration, plan, clip_candidates()[0]));
  Result<QuantizedGraph> made = quantize_graph(model, plan, out.notes);
  INFO((made.ok() ? std::string() : made.error().to_string()));
  REQUIRE(made.ok());
  out.made = std::move(*made);
  return out;
}

// The worst of a few samples.
double least_sqnr(const Graph& model, const Quantized& quantized) {
  double least = 200;
  for (std::int64_t i = 0; i < 4; ++i) {
    const Sample sample = *quantized.samples->read(i);
    least = std::min(least, sqnr_db(run_network(model, sample)[0], run_network(quantized.made.graph, sample)[0]));
  }
  return least;
}

std::string notes_text(const Diagnostics& notes) {
  std::string out;
  for (const Diagnostic& note : notes.items()) out += note.where + ": " + note.message + "\n";
  return out;
}

std::int64_t count(const Graph& graph, OpKind kind) {
  std::int64_t out = 0;
  for (const NodeId id : graph.live_nodes()) out += graph.node(id).kind == kind ? 1 : 0;
  return out;
}

}  // namespace

TEST_CASE("quantize_graph: every operator, in int8 and 16x8, is near its float self and runs", "[quantization][property]") {
  const auto all = cases();
  for (const OpKind kind : all_ops()) {
    if (kind == OpKind::quantize || kind == OpKind::dequantize) continue;
    const auto found = all.find(kind);
    INFO(op_name(kind));
    REQUIRE(found != all.end());
    if (op_def(kind).kernels.empty() && !op_def(kind).alias) continue;  // nothing can run it, in float either
    FloatNet net(3);
    const ValueId out = found->second.build(net);
    const Graph model = net.finish({out});
    for (const DType type : {DType::s8, DType::s16}) {
      const Quantized quantized = quantize(model, type, found->second.low, found->second.high);
      INFO(dtype_name(type) << "\n" << notes_text(quantized.notes) << print_graph(quantized.made.graph, {op_name, find_op}));
      // Steps (floor, ceil, round) may land one step off where a rounded input crosses one.
      const bool steps = kind == OpKind::floor || kind == OpKind::ceil || kind == OpKind::round;
      CHECK(least_sqnr(model, quantized) > (steps ? 10 : type == DType::s8 ? 26 : 38));
      for (const ValueId id : quantized.made.graph.inputs) CHECK(quantized.made.graph.value(id).dtype == type);
      for (const ValueId id : quantized.made.graph.outputs) CHECK(quantized.made.graph.value(id).dtype == type);
      // A float island is never silent.
      if (count(quantized.made.graph, OpKind::dequantize) > 0) CHECK_FALSE(quantized.notes.empty());
    }
  }
}

TEST_CASE("quantize_graph: a power keeps its constant exponent as a float and is a table; others stay float", "[quantization][unit]") {
  FloatNet net(9);
  const Graph model = net.finish({net.node(OpKind::pow, {net.input({1, 7}), net.numbers({2.5f}, {})})});
  const Quantized quantized = quantize(model, DType::s8, 0.5, 2);
  CHECK(quantized.notes.empty());
  CHECK(count(quantized.made.graph, OpKind::dequantize) == 0);
  FloatNet two(10);
  const Graph both = two.finish({two.node(OpKind::pow, {two.input({1, 7}), two.input({1, 7})})});
  CHECK(count(quantize(both, DType::s8, 0.5, 2).made.graph, OpKind::dequantize) == 2);
}

TEST_CASE("quantize_graph: a small residual network is int8 throughout and close", "[quantization][unit]") {
  FloatNet net(9);
  const ValueId x = net.input({1, 8, 8, 3});
  const ValueId a = net.conv(x, 8, 3, 1, "relu");
  const ValueId b = net.conv(net.conv(a, 8, 3, 1, "relu"), 8, 3, 1, "none");
  const ValueId sum = net.node(OpKind::add, {a, b}, {{"activation", std::string("relu")}});
  const ValueId pooled = net.node(OpKind::mean, {sum}, {{"axes", std::vector<std::int64_t>{1, 2}}});
  const Graph model = net.finish({net.node(OpKind::softmax, {net.dense(pooled, 4, "none")})});
  const Quantized quantized = quantize(model, DType::s8);
  CHECK(quantized.notes.empty());
  CHECK(count(quantized.made.graph, OpKind::dequantize) + count(quantized.made.graph, OpKind::quantize) == 0);
  CHECK(least_sqnr(model, quantized) > 30);
  const QuantParams* out = quantized.made.graph.quant(quantized.made.graph.outputs[0]);
  CHECK((out->scales[0] == 1.0f / 256 && out->zero_points[0] == -128));
}

TEST_CASE("quantize_graph: weights are symmetric per channel in the narrow range, the bias has their scale", "[quantization][unit]") {
  FloatNet net(4);
  const Graph model = net.finish({net.conv(net.input({1, 4, 4, 3}), 6, 3, 1, "none")});
  const Quantized quantized = quantize(model, DType::s8);
  const Graph& graph = quantized.made.graph;
  const auto inputs = graph.node_inputs(graph.live_nodes()[0]);
  const QuantParams& weights = *graph.quant(inputs[1]);
  const QuantParams& bias = *graph.quant(inputs[2]);
  CHECK(weights.axis == 0);
  REQUIRE(weights.scales.size() == 6);
  const auto numbers = graph.constant(inputs[1])->copy_as<std::int8_t>();
  const auto real = model.constant(model.node_inputs(model.live_nodes()[0])[1])->copy_as<float>();
  for (std::size_t c = 0; c < 6; ++c) {
    int most = 0;
    for (std::size_t i = c * 27; i < (c + 1) * 27; ++i) {
      most = std::max(most, std::abs(static_cast<int>(numbers[i])));
      CHECK(std::fabs(static_cast<float>(numbers[i]) * weights.scales[c] - real[i]) <= weights.scales[c] * 0.5001f);
    }
    CHECK(most == 127);
    CHECK(std::fabs(bias.scales[c] / (weights.scales[c] * graph.quant(inputs[0])->scales[0]) - 1) < 1e-6f);
    CHECK(weights.zero_points[c] == 0);
  }
}

TEST_CASE("quantize_graph: a bias that would overflow widens its channel's scale", "[quantization][unit]") {
  FloatNet net(4);
  const ValueId x = net.input({1, 3});
  const ValueId weights = net.numbers({1e-7f, 2e-7f, -1e-7f, 0.5f, 0.25f, -0.5f}, {2, 3}), bias = net.numbers({30.0f, 0.5f}, {2});
  const Graph model = net.finish({net.node(OpKind::fully_connected, {x, weights, bias})});
  const Quantized quantized = quantize(model, DType::s8);
  CHECK(least_sqnr(model, quantized) > 30);
}

TEST_CASE("quantize_graph: zero stays exact, and a channel or tensor of zeros is taken", "[quantization][unit]") {
  for (const Range& range : {Range{-0.7, 2.3}, Range{0, 6}, Range{-3, 0}, Range{0, 1e-12}, Range{-1e30, 1e30}, Range{0, 0}}) {
    const QuantParams params = activation_params(range, DType::s8);
    CHECK(params.zero_points[0] >= -128);
    CHECK(params.zero_points[0] <= 127);
    CHECK((params.scales[0] > 0 && std::isfinite(params.scales[0])));
    const double low = static_cast<double>(params.scales[0]) * (-128 - params.zero_points[0]);
    const double high = static_cast<double>(params.scales[0]) * (127 - params.zero_points[0]);
    CHECK(low <= range.low + static_cast<double>(params.scales[0]) * 0.51);
    CHECK(high >= range.high - static_cast<double>(params.scales[0]) * 0.51);
  }
  FloatNet net(1);
  const ValueId x = net.input({1, 3});
  const Graph model = net.finish({net.node(OpKind::fully_connected, {x, net.numbers(std::vector<float>(6, 0.0f), {2, 3})})});
  const Quantized quantized = quantize(model, DType::s8);
  CHECK(run_network(quantized.made.graph, *quantized.samples->read(0))[0] == std::vector<float>{0, 0});
}

TEST_CASE("quantize_graph: a concatenation's inputs share its scale, or are converted where others read them", "[quantization][unit]") {
  FloatNet net(6);
  const ValueId x = net.input({1, 4, 4, 3});
  const ValueId a = net.conv(x, 4, 1, 1, "relu"), b = net.conv(x, 4, 1, 1, "none");
  const ValueId joined = net.node(OpKind::concatenation, {a, b}, {{"axis", std::int64_t{3}}});
  const Graph alone = net.finish({joined});
  const Quantized unified = quantize(alone, DType::s8);
  CHECK(count(unified.made.graph, OpKind::quantize) == 0);
  CHECK(least_sqnr(alone, unified) > 30);
  const ValueId other = net.conv(a, 4, 1, 1, "none");
  const Graph shared = net.finish({joined, other});
  const Quantized converted = quantize(shared, DType::s8);
  CHECK(count(converted.made.graph, OpKind::quantize) == 1);
  CHECK(least_sqnr(shared, converted) > 30);
}

TEST_CASE("quantize_graph: types can be mixed node by node", "[quantization][property]") {
  FloatNet net(8);
  const ValueId x = net.input({1, 6, 6, 3});
  const ValueId a = net.conv(x, 4, 3, 1, "relu");
  const ValueId b = net.node(OpKind::max_pool2d, {a}, window());
  const ValueId c = net.conv(b, 4, 3, 1, "none");
  const Graph model = net.finish({net.node(OpKind::concatenation, {b, c}, {{"axis", std::int64_t{3}}})});
  const DType types[] = {DType::s8, DType::s16, DType::f32};
  for (int mix = 0; mix < 81; ++mix) {
    const std::vector<DType> of_nodes{types[mix % 3], types[mix / 3 % 3], types[mix / 9 % 3], types[mix / 27]};
    const Quantized quantized = quantize(model, DType::s8, -1, 1, of_nodes);
    INFO(print_graph(quantized.made.graph, {op_name, find_op}));
    CHECK(quantized.made.node_types == of_nodes);
    CHECK(least_sqnr(model, quantized) > 30);
  }
}

TEST_CASE("quantize_graph: an operator without an integer form is an island of float, and told", "[quantization][unit]") {
  REQUIRE_FALSE(op_def(OpKind::batch_norm).kernels.empty());
  FloatNet net(2);
  const Graph model = net.finish({net.conv(net.batch_norm(net.input({1, 4, 4, 3})), 4, 1, 1, "none")});
  const Quantized quantized = quantize(model, DType::s8);
  CHECK(count(quantized.made.graph, OpKind::dequantize) == 1);
  CHECK(count(quantized.made.graph, OpKind::quantize) == 1);
  REQUIRE(quantized.notes.items().size() == 1);
  CHECK(quantized.notes.items()[0].message == "stays float: the operator has no integer form");
  // Before a repair and after it the same is found.
  Diagnostics notes = quantized.notes;
  QuantPlan plan{.node_types = quantized.made.node_types, .ranges = std::vector<Range>(model.values.size(), Range{-1, 1})};
  REQUIRE(quantize_graph(model, plan, notes).ok());
  CHECK(notes.items().size() == 1);
}

}  // namespace thimble
