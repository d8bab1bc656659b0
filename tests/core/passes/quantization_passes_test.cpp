#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/passes/pass_def.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

std::int64_t count(const Graph& graph, OpKind kind) {
  std::int64_t out = 0;
  for (const NodeId id : graph.live_nodes()) out += graph.node(id).kind == kind ? 1 : 0;
  return out;
}

// The passes leave `nodes` nodes, and outputs within rounding.
Graph check_passes(const Graph& before, std::size_t nodes, bool runs = true) {
  Graph after = before;
  const auto done = run_passes(after, quantization_passes());
  INFO((done.ok() ? std::string() : done.error().to_string()));
  REQUIRE(done.ok());
  CHECK(after.live_nodes().size() == nodes);
  if (!runs) return after;
  const auto samples = random_samples(before, 3, 17);
  for (std::int64_t i = 0; i < 3; ++i) {
    const Sample sample = *samples->read(i);
    const auto expected = run_network(before, sample), is = run_network(after, sample);
    for (std::size_t o = 0; o < expected.size(); ++o) CHECK(sqnr_db(expected[o], is[o]) > 110);
  }
  return after;
}

bool runs_batch_norm() { return !op_def(OpKind::batch_norm).kernels.empty(); }

}  // namespace

TEST_CASE("fold_batch_norm: it goes into every operator with weights, with the same outputs", "[passes][property]") {
  const bool has_transposed = op_def(OpKind::transpose_conv2d).quant.kind == QuantRule::Kind::weighted;
  for (int kind = 0; kind < (has_transposed ? 4 : 3); ++kind) {
    for (const bool bias : {false, true}) {
      FloatNet net(static_cast<std::uint64_t>(kind) + 1);
      ValueId made;
      if (kind == 0) made = net.conv(net.input({1, 5, 4, 3}), 6, 3, 1, "none");
      if (kind == 1) made = net.depthwise(net.input({1, 5, 4, 6}), 3, "none");
      if (kind == 2) made = net.dense(net.input({1, 11}), 6, "none");
      if (kind == 3)
        made = net.node(OpKind::transpose_conv2d, {net.input({1, 3, 3, 2}), net.constant({6, 2, 2, 2}, -1, 1), net.constant({6}, -1, 1)},
                        {{"stride_h", std::int64_t{2}}, {"stride_w", std::int64_t{2}}});
      if (!bias) {
        NodeInfo& node = net.graph.nodes.back();
        net.graph.edges[node.first_edge + 2] = ValueId::none;
      }
      const ValueId normal = net.batch_norm(made);
      const Graph model = net.finish({net.node(OpKind::relu, {normal})});
      const bool runs = runs_batch_norm() && (kind != 3 || !op_def(OpKind::transpose_conv2d).kernels.empty());
      const Graph after = check_passes(model, 1, runs);
      CHECK(NodeView(after, after.live_nodes()[0]).text("activation") == "relu");
    }
  }
}

TEST_CASE("fold_batch_norm: not over an activation, nor where others read the layer; then it is a layer of its own", "[passes][unit]") {
  FloatNet net(5);
  const ValueId a = net.conv(net.input({1, 5, 4, 3}), 6, 3, 1, "relu");
  const ValueId b = net.batch_norm(a);
  const ValueId c = net.conv(b, 4, 1, 1, "none");
  const Graph model = net.finish({net.node(OpKind::relu, {net.batch_norm(c)}), c});
  const Graph after = check_passes(model, 5, runs_batch_norm());
  CHECK(count(after, OpKind::batch_norm) == 0);
  CHECK(count(after, OpKind::depthwise_conv2d) == 2);
}

TEST_CASE("lower_batch_norm: of any rank", "[passes][unit]") {
  for (const Shape& shape : {Shape{1, 7}, Shape{1, 5, 7}, Shape{1, 2, 3, 7}}) {
    FloatNet net(6);
    const ValueId x = net.input(shape);
    const Graph model = net.finish({net.batch_norm(net.node(OpKind::tanh, {x}))});
    const Graph after = check_passes(model, shape.size() == 4 ? 2 : 4, runs_batch_norm());
    CHECK(count(after, OpKind::depthwise_conv2d) == 1);
    CHECK(after.shape(after.outputs[0]) == shape);
  }
}

TEST_CASE("fold_scale_shift: products and sums of constants go into the weights before them", "[passes][property]") {
  FloatNet net(7);
  ValueId value = net.conv(net.input({1, 5, 4, 3}), 6, 3, 1, "none");
  value = net.node(OpKind::mul, {value, net.constant({6}, 0.5, 2)});
  value = net.node(OpKind::add, {net.constant({1, 1, 1, 6}, -1, 1), value});
  value = net.node(OpKind::sub, {value, net.constant({}, 0.1, 0.2)});
  if (!op_def(OpKind::div).kernels.empty()) value = net.node(OpKind::div, {value, net.constant({6}, 0.5, 2)});
  value = net.node(OpKind::mul, {net.constant({1}, 2, 3), value}, {{"activation", std::string("relu")}});
  check_passes(net.finish({value}), 1);
  // A constant along another dimension cannot.
  FloatNet other(8);
  const ValueId conv = other.conv(other.input({1, 5, 4, 3}), 6, 3, 1, "none");
  check_passes(other.finish({other.node(OpKind::mul, {conv, other.constant({4, 1}, 0.5, 2)})}), 2);
}

TEST_CASE("fuse_activation: relu and clip become the operator's own", "[passes][property]") {
  const double most = static_cast<double>(std::numeric_limits<float>::max());
  const std::tuple<double, double, std::string> clips[] = {{0, 6, "relu6"}, {-1, 1, "relu_n1_to_1"}, {0, most, "relu"}, {-2, 2, ""}};
  for (const auto& [low, high, activation] : clips) {
    FloatNet net(9);
    const ValueId x = net.input({1, 3, 4, 5});
    const ValueId sum = net.node(OpKind::add, {x, net.conv(x, 5, 3, 1, "none")});
    const Graph model = net.finish({net.node(OpKind::clip, {sum}, {{"low", low}, {"high", high}})});
    const Graph after = check_passes(model, activation.empty() ? 3 : 2, !op_def(OpKind::clip).kernels.empty());
    if (!activation.empty()) CHECK(NodeView(after, after.live_nodes()[1]).text("activation") == activation);
  }
  FloatNet net(10);
  const ValueId x = net.input({1, 3, 4, 5});
  const ValueId conv = net.conv(x, 5, 3, 1, "none");
  // Read twice: the real number is needed, too.
  check_passes(net.finish({net.node(OpKind::relu, {conv}), conv}), 2);
}

TEST_CASE("fold_constants: what depends on constants alone is computed", "[passes][unit]") {
  FloatNet net(11);
  const ValueId x = net.input({1, 5, 4, 3});
  const ValueId c = net.node(OpKind::mul, {net.constant({3}, 1, 2), net.constant({3}, 1, 2)});
  const ValueId d = net.node(OpKind::reshape, {c}, {{"shape", std::vector<std::int64_t>{1, 1, 1, 3}}});
  check_passes(net.finish({net.node(OpKind::sub, {net.node(OpKind::tanh, {x}), d})}), 2);
}

TEST_CASE("lower_global_average: a pool over the whole plane becomes a mean; others stay pools", "[passes][property]") {
  const auto pooled = [](AttrSet attrs) {
    FloatNet net(19);
    return net.finish({net.node(OpKind::average_pool2d, {net.node(OpKind::tanh, {net.input({1, 4, 6, 5})})}, std::move(attrs))});
  };
  const std::int64_t four = 4, six = 6, one = 1;
  const Graph whole = check_passes(pooled({{"filter_h", four}, {"filter_w", six}, {"stride_h", four}, {"stride_w", six}}), 2);
  CHECK(count(whole, OpKind::mean) == 1);
  CHECK(count(check_passes(pooled({{"filter_h", four}, {"filter_w", four}}), 2), OpKind::mean) == 0);
  CHECK(count(check_passes(pooled({{"filter_h", four}, {"filter_w", six}, {"pad_top", one}}), 2), OpKind::mean) == 0);
  const AttrSet clamped{{"filter_h", four}, {"filter_w", six}, {"activation", std::string("relu")}};
  CHECK(count(check_passes(pooled(clamped), 2), OpKind::mean) == 0);
}

}  // namespace thimble
