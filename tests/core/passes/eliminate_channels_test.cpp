// Networks are made at random with channels that are constant or unread on purpose; outputs have to stay the same bits.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/ops/op_def.h"
#include "core/passes/channel_intervals.h"
#include "core/passes/pass_def.h"
#include "core/runtime/executor.h"

namespace thimble {
namespace {

QuantParams per_tensor(float scale, std::int32_t zero) { return {{scale}, {zero}, -1}; }

// A network of int8 layers, each made from the one before with random weights.
class Builder {
 public:
  explicit Builder(std::uint64_t seed) : rng_(seed) {}

  ValueId input(Shape shape) {
    const QuantParams quant = per_tensor(0.05f, zero());
    const ValueId id = graph_.add_value(DType::s8, shape, "x", &quant);
    graph_.inputs.push_back(id);
    return id;
  }

  // A share of the output channels gets a bias that saturates them (constant), and of the input channels zero weights (unread).
  ValueId conv(ValueId in, std::int64_t outputs, std::int64_t size, std::int64_t pad, bool depthwise = false) {
    const Shape& shape = graph_.shape(in);
    const std::int64_t c = shape[3], o = depthwise ? c : outputs;
    const Shape filter = depthwise ? Shape{1, size, size, c} : Shape{o, size, size, c};
    std::vector<std::int8_t> weights(static_cast<std::size_t>(*element_count(filter)));
    std::vector<bool> unread(static_cast<std::size_t>(c));
    for (std::size_t i = 0; i < unread.size(); ++i) unread[i] = rng_.uniform(0, 3) == 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const bool dead = !depthwise && unread[i % static_cast<std::size_t>(c)];
      weights[i] = static_cast<std::int8_t>(dead ? 0 : rng_.uniform(-127, 127));
    }
    QuantParams weight_quant{std::vector<float>(static_cast<std::size_t>(o), 0.01f),
                             std::vector<std::int32_t>(static_cast<std::size_t>(o), 0), depthwise ? 3 : 0};
    for (float& scale : weight_quant.scales) scale = 0.002f + 0.01f * static_cast<float>(rng_.unit());
    return weighted(depthwise ? OpKind::depthwise_conv2d : OpKind::conv2d, in, filter, std::move(weights), weight_quant,
                    {1, shape[1] + 2 * pad - size + 1, shape[2] + 2 * pad - size + 1, o},
                    {{"pad_top", pad}, {"pad_left", pad}, {"pad_bottom", pad}, {"pad_right", pad}, {"activation", std::string("relu")}});
  }

  ValueId dense(ValueId in, std::int64_t outputs, std::int64_t columns) {
    std::vector<std::int8_t> weights(static_cast<std::size_t>(outputs * columns));
    for (std::int8_t& weight : weights) weight = static_cast<std::int8_t>(rng_.uniform(-127, 127));
    return weighted(OpKind::fully_connected, in, {outputs, columns}, std::move(weights), per_tensor(0.01f, 0), {1, outputs}, {});
  }

  ValueId apply(OpKind kind, std::vector<ValueId> in, Shape shape, AttrSet attrs = {}, bool same_scale = false) {
    const QuantParams quant = same_scale ? *graph_.quant(in[0]) : per_tensor(0.02f + 0.1f * static_cast<float>(rng_.unit()), zero());
    const ValueId out = graph_.add_value(DType::s8, shape, "v", &quant);
    graph_.add_node(kind, in, std::span(&out, 1), std::move(attrs));
    return out;
  }

  const Shape& shape(ValueId id) const { return graph_.shape(id); }
  Graph finish(ValueId out) {
    graph_.outputs = {out};
    const auto sound = verify(graph_);
    INFO((sound.ok() ? std::string() : sound.error().to_string()));
    REQUIRE(sound.ok());
    return graph_;
  }

 private:
  std::int32_t zero() { return static_cast<std::int32_t>(rng_.uniform(-128, 127)); }

  ValueId weighted(OpKind kind, ValueId in, const Shape& filter, std::vector<std::int8_t> weights, const QuantParams& weight_quant,
                   const Shape& out_shape, AttrSet attrs) {
    const auto o = static_cast<std::size_t>(out_shape.back());
    std::vector<std::int32_t> bias(o);
    for (std::int32_t& b : bias)
      b = static_cast<std::int32_t>(rng_.uniform(0, 2) == 0 ? rng_.uniform(-9000000, -8000000) : rng_.uniform(-9000, 9000));
    const ValueId w = graph_.add_constant(DType::s8, filter, Blob::of(weights), "w", &weight_quant);
    const ValueId b = graph_.add_constant(DType::s32, {static_cast<std::int64_t>(o)}, Blob::of(bias), "b");
    const QuantParams quant = per_tensor(0.1f + 0.2f * static_cast<float>(rng_.unit()), zero());
    const ValueId out = graph_.add_value(DType::s8, out_shape, "y", &quant);
    const ValueId operands[] = {in, w, b};
    graph_.add_node(kind, operands, std::span(&out, 1), std::move(attrs));
    return out;
  }

  Graph graph_;
  Rng rng_;
};

Graph random_network(std::uint64_t seed) {
  Builder net(seed);
  const ValueId x = net.input({1, 6, 5, 4});
  const ValueId a = net.conv(x, 9, 3, static_cast<std::int64_t>(seed % 2));
  const ValueId b = net.conv(a, 0, 3, 1, true);
  const Shape plane = net.shape(b);
  const ValueId left = net.conv(b, 7, 1, 0);
  const ValueId right = net.apply(OpKind::hard_swish, {net.conv(a, 7, 1, 0)}, {1, plane[1], plane[2], 7});
  const ValueId sum = net.apply(seed % 3 == 0 ? OpKind::mul : OpKind::add, {left, right}, {1, plane[1], plane[2], 7});
  const ValueId more = net.apply(OpKind::quantize, {net.conv(sum, 5, 1, 0)}, {1, plane[1], plane[2], 5});
  const ValueId same = net.apply(OpKind::max_pool2d, {more}, {1, plane[1] - 1, plane[2] - 1, 5},
                                 {{"filter_h", std::int64_t{2}}, {"filter_w", std::int64_t{2}}}, true);
  const std::int64_t pixels = (plane[1] - 1) * (plane[2] - 1);
  const ValueId flat = net.apply(OpKind::reshape, {same}, {1, pixels * 5}, {{"shape", std::vector<std::int64_t>{1, pixels * 5}}}, true);
  return net.finish(net.dense(flat, 3, pixels * 5));
}

Bytes random_bytes(std::int64_t count, Rng& rng) {
  Bytes out(static_cast<std::size_t>(count));
  // Whole tensors at an end reach the bounds, which random numbers hardly do.
  const std::int64_t kind = rng.uniform(0, 3);
  for (std::byte& byte : out) byte = kind == 0 ? std::byte{0x80} : kind == 1 ? std::byte{0x7f} : static_cast<std::byte>(rng.next());
  return out;
}

}  // namespace

TEST_CASE("channel_intervals: no input leads outside of the bounds", "[passes][property]") {
  std::int64_t constant = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Graph graph = random_network(seed);
    const ChannelIntervals bounds = channel_intervals(graph);
    for (const auto& value : bounds)
      constant += std::count_if(value.begin(), value.end(), [](const ChannelInterval& x) { return x.constant(); });
    auto executor = Executor::create(graph);
    REQUIRE(executor.ok());
    Rng rng(seed);
    for (int run = 0; run < 6; ++run) {
      bool inside = true;
      const auto trace = [&](std::size_t, NodeId node, std::span<const std::byte> output) {
        const auto& channels = bounds[index_of(graph.node_outputs(node)[0])];
        for (std::size_t i = 0; i < output.size(); ++i) {
          const auto y = static_cast<std::int8_t>(output[i]);
          inside = inside && channels[i % channels.size()].low <= y && y <= channels[i % channels.size()].high;
        }
      };
      REQUIRE(executor->run(std::vector<Bytes>{random_bytes(graph.value_bytes(graph.inputs[0]), rng)}, trace).ok());
      CHECK(inside);
    }
  }
  CHECK(constant > 100);
}

TEST_CASE("eliminate_channels: fewer channels, the same outputs bit for bit", "[passes][property]") {
  std::int64_t less = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Graph before = random_network(seed);
    Graph after = before;
    const auto runs = run_passes(after);
    REQUIRE(runs.ok());
    for (const PassRun& run : *runs) less += run.name == "eliminate_channels" ? run.applied : 0;
    auto a = Executor::create(before), b = Executor::create(after);
    REQUIRE(a.ok());
    REQUIRE(b.ok());
    Rng rng(seed + 1000);
    for (int run = 0; run < 8; ++run) {
      const std::vector<Bytes> inputs{random_bytes(before.value_bytes(before.inputs[0]), rng)};
      CHECK(*a->run(inputs) == *b->run(inputs));
    }
  }
  CHECK(less > 200);
}

TEST_CASE("eliminate_channels: a channel in front of a border stays unless it is the zero point", "[passes][unit]") {
  // y = conv3x3 with padding of a constant channel: near the border fewer taps see it, so no bias can stand for it.
  Graph graph;
  const QuantParams quant = per_tensor(0.5f, 3), weight_quant = per_tensor(0.01f, 0);
  const ValueId x = graph.add_value(DType::s8, {1, 4, 4, 1}, "x", &quant);
  graph.inputs = {x};
  const auto layer = [&](ValueId in, std::int64_t c, std::int64_t o, std::int64_t size, std::vector<std::int32_t> bias) {
    std::vector<std::int8_t> weights(static_cast<std::size_t>(o * size * size * c), 1);
    const ValueId w = graph.add_constant(DType::s8, {o, size, size, c}, Blob::of(weights), "w", &weight_quant);
    const ValueId b = graph.add_constant(DType::s32, {o}, Blob::of(bias), "b");
    const ValueId out = graph.add_value(DType::s8, {1, 4, 4, o}, "y", &quant);
    const ValueId operands[] = {in, w, b};
    const std::int64_t pad = size / 2;
    graph.add_node(OpKind::conv2d, operands, std::span(&out, 1),
                   {{"pad_top", pad}, {"pad_left", pad}, {"pad_bottom", pad}, {"pad_right", pad}});
    return out;
  };
  const ValueId a = layer(x, 1, 2, 1, {0, 9000000});  // channel 1 saturates to 127
  graph.outputs = {layer(a, 2, 1, 3, {0})};
  REQUIRE(verify(graph).ok());
  CHECK(channel_intervals(graph)[index_of(a)][1].constant());
  REQUIRE(run_passes(graph).ok());
  CHECK(graph.shape(graph.node_outputs(NodeId{0})[0]).back() == 2);
}

}  // namespace thimble
