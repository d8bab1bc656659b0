// Networks of random layers, in floats and quantized, with what the passes look for in between: borders in front of convolutions, batch
// norms, products and sums of constants, GELU in parts, layers that change nothing or that nobody reads, branches.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "core/formats/format_def.h"
#include "core/ir/text_format.h"
#include "core/passes/pass_def.h"
#include "core/quantization/post_training.h"
#include "tests/support/ask_network.h"
#include "tests/support/float_nets.h"
#include "tests/support/paths.h"
#include "tests/support/same_network.h"

namespace thimble::test {
namespace {

constexpr OpNames kNames{op_name, find_op};
constexpr int kNetworks = 60;

std::uint64_t first_seed() { return std::strtoull(environment_or("THIMBLE_SEED", "20261126").c_str(), nullptr, 10); }

class RandomNet {
 public:
  explicit RandomNet(std::uint64_t seed) : net_(seed), rng_(seed + 1) {}

  Graph make() {
    values_.push_back(net_.input({1, 6, 6, 4}));
    const auto layers = rng_.uniform(4, 12);
    for (std::int64_t i = 0; i < layers; ++i) {
      const ValueId made = layer(any());
      if (rng_.uniform(0, 7) > 0) values_.push_back(made);  // else nobody reads it
    }
    ValueId last = values_.back();
    if (rng_.uniform(0, 1) == 1) last = head(last);
    // An output stays where it is, so that something is computed.
    return net_.finish({net_.node(OpKind::leaky_relu, {last}, {{"alpha", 0.25}})});
  }

 private:
  const Shape& shape(ValueId id) const { return net_.graph.shape(id); }
  // Of the later half.
  ValueId any() { return values_[static_cast<std::size_t>(rng_.uniform(std::ssize(values_) / 2, std::ssize(values_) - 1))]; }
  Shape per_channel(ValueId x) const { return {shape(x)[3]}; }

  ValueId layer(ValueId x) {
    switch (rng_.uniform(0, 13)) {
      case 0: return net_.conv(x, rng_.uniform(1, 6), 3, 1, "none");
      case 1: return net_.depthwise(x, 3, "relu");
      case 2: return padded(x);
      case 3: return net_.batch_norm(net_.conv(x, rng_.uniform(1, 6), 1, 1, "none"));
      case 4: return net_.node(OpKind::mul, {net_.conv(x, 4, 1, 1, "none"), net_.constant({4}, 0.5, 2)});
      case 5: return net_.node(OpKind::add, {net_.depthwise(x, 3, "none"), net_.constant(per_channel(x), -1, 1)});
      case 6: return net_.node(OpKind::relu, {net_.conv(x, 4, 3, 1, "none")}, {{"activation", std::string("relu6")}});
      case 7: return gelu(x);
      case 8: return net_.node(OpKind::reshape, {x}, {{"shape", Integers(shape(x).begin(), shape(x).end())}});
      case 9: return net_.node(OpKind::transpose, {x}, {{"perm", Integers{0, 1, 2, 3}}});
      case 10: return net_.node(OpKind::concatenation, {x, net_.conv(x, 2, 1, 1, "relu")}, {{"axis", std::int64_t{3}}});
      case 11: return net_.batch_norm(net_.node(OpKind::max_pool2d, {x}, {{"filter_h", std::int64_t{1}}, {"filter_w", std::int64_t{1}}}));
      case 12: return branches(x);
      default: return net_.node(OpKind::add, {x, net_.conv(x, shape(x)[3], 3, 1, "none")}, {{"activation", std::string("relu")}});
    }
  }

  ValueId padded(ValueId x) {
    const ValueId wide = net_.node(OpKind::pad, {x}, {{"pads", Integers{0, 0, 1, 1, 1, 1, 0, 0}}, {"value", 0.0}});
    const std::int64_t channels = shape(x)[3];
    return net_.node(OpKind::conv2d, {wide, net_.constant({3, 3, 3, channels}, -0.3, 0.3), net_.constant({3}, -1, 1)}, {});
  }

  // In an order that keeps both wide values alive.
  ValueId branches(ValueId x) {
    const ValueId one = net_.conv(x, 12, 1, 1, "none"), two = net_.conv(x, 12, 1, 1, "none");
    return net_.node(OpKind::concatenation, {net_.conv(one, 1, 1, 1, "none"), net_.conv(two, 1, 1, 1, "none")},
                     {{"axis", std::int64_t{3}}});
  }

  ValueId gelu(ValueId x) {
    const ValueId scaled = net_.node(OpKind::mul, {x, net_.numbers({0.70710678f}, {1})});
    const ValueId share = net_.node(OpKind::add, {net_.node(OpKind::erf, {scaled}), net_.numbers({1}, {1})});
    return net_.node(OpKind::mul, {net_.node(OpKind::mul, {x, net_.numbers({0.5f}, {1})}), share});
  }

  ValueId head(ValueId x) {
    const std::int64_t channels = shape(x)[3];
    const ValueId pooled = net_.node(OpKind::average_pool2d, {x}, {{"filter_h", std::int64_t{6}}, {"filter_w", std::int64_t{6}}});
    return net_.dense(net_.node(OpKind::reshape, {pooled}, {{"shape", Integers{1, channels}}}), 5, "none");
  }

  using Integers = std::vector<std::int64_t>;
  FloatNet net_;
  Rng rng_;
  std::vector<ValueId> values_;
};

// As a network is when it has been opened: erf, for one, has no integer form that all formats know.
Graph opened(Graph model) {
  REQUIRE(run_passes(model).ok());
  return model;
}

Graph quantized(const Graph& model, DType type) {
  JobControl job;
  const PostTrainingOptions options{.type = type, .observer = "minmax", .repair = false, .sensitivity = false};
  auto made = job.run(quantize_post_training(job, model, random_samples(model, 4, 1), random_samples(model, 4, 2), options));
  INFO((made.ok() ? std::string() : made.error().to_string()));
  REQUIRE(made.ok());
  return std::move(made->graph);
}

template <class Check>
void for_random_networks(const Check& check) {
  for (int i = 0; i < kNetworks; ++i) {
    const std::uint64_t seed = first_seed() + static_cast<std::uint64_t>(i);
    INFO("THIMBLE_SEED=" << seed);
    const Graph model = RandomNet(seed).make();
    check(model);
    check(quantized(opened(model), i % 2 == 0 ? DType::s8 : DType::s16));
  }
}

}  // namespace

TEST_CASE("random networks: every pass keeps the outputs, and running all again changes nothing", "[property]") {
  std::map<std::string, std::int64_t> applied;
  for_random_networks([&](const Graph& model) {
    Graph graph = model;
    for (const auto& list : {quantization_passes(), all_passes()}) {
      if (graph.value(graph.inputs[0]).dtype != DType::f32 && list[0].name != all_passes()[0].name) continue;
      for (const NamedPass& pass : list) {
        INFO(pass.name);
        const Graph before = graph;
        const auto run = run_pass(pass, graph);
        REQUIRE(run.ok());
        if (run->applied == 0) continue;
        applied[std::string(pass.name)] += run->applied;
        check_same_answers(before, graph, 2e-5);
      }
    }
    REQUIRE(run_passes(graph).ok());
    const std::string once = print_graph(graph, kNames);
    REQUIRE(run_passes(graph).ok());
    CHECK(print_graph(graph, kNames) == once);
  });
  for (const auto& list : {quantization_passes(), all_passes()}) {
    for (const NamedPass& pass : list) {
      INFO(pass.name << " found nothing to do: RandomNet makes no network for it");
      const bool elsewhere = pass.name == "expand_weights" ||
                             pass.name == "fold_constants" ||  // of networks whose weights are stored otherwise
                             pass.name == "eliminate_channels";                                    // has random networks of its own
      if (!elsewhere) CHECK(applied[std::string(pass.name)] > 0);
    }
  }
}

TEST_CASE("random networks: parse(print(g)) and import(export(g)) are g", "[property]") {
  for_random_networks([](const Graph& model) {
    const Graph graph = opened(model);
    const auto parsed = parse_graph(print_graph(graph, kNames), kNames);
    REQUIRE(parsed.ok());
    CHECK(difference_between(graph, *parsed) == "");
    for (const char* format : {"tflite", "onnx"}) {
      INFO(format);
      Diagnostics notes;
      const auto bytes = save_model(*find_format(format), graph, {}, notes);
      INFO((bytes.ok() ? std::string() : bytes.error().to_string()));
      REQUIRE(bytes.ok());
      const auto again = save_model(*find_format(format), graph, {}, notes);
      CHECK(*again == *bytes);
      const auto imported = load_model(*bytes, cat("again.", format), notes);
      INFO((imported.ok() ? std::string() : imported.error().to_string()));
      REQUIRE(imported.ok());
      const bool real = graph.value(graph.inputs[0]).dtype == DType::f32;
      if (real || format == std::string("tflite")) check_same_answers(graph, *imported, 2e-5);
    }
  });
}

TEST_CASE("random networks: two runs of everything give one network", "[property]") {
  for (int i = 0; i < 10; ++i) {
    const std::uint64_t seed = first_seed() + static_cast<std::uint64_t>(i);
    INFO("THIMBLE_SEED=" << seed);
    const Graph one = quantized(opened(RandomNet(seed).make()), DType::s8), two = quantized(opened(RandomNet(seed).make()), DType::s8);
    CHECK(print_graph(one, kNames) == print_graph(two, kNames));
    CHECK(ask_network(one, 1, InputKind::uniform) == ask_network(two, 1, InputKind::uniform));
  }
}

}  // namespace thimble::test
