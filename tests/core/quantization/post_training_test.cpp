#include "core/quantization/post_training.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/hash.h"
#include "core/ir/text_format.h"
#include "core/quantization/observer_def.h"
#include "core/quantization/output_error.h"
#include "core/quantization/repair_layers.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

Graph classifier(std::uint64_t seed, bool softmax = true) {
  FloatNet net(seed);
  ValueId x = net.conv(net.input({1, 8, 8, 3}), 8, 3, 1, "relu6");
  x = net.node(OpKind::add, {x, net.conv(net.depthwise(x, 3, "relu"), 8, 1, 1, "none")}, {{"activation", std::string("relu")}});
  x = net.conv(x, 12, 3, 2, "none");
  x = net.node(OpKind::relu, {x});
  x = net.node(OpKind::average_pool2d, {x}, {{"filter_h", std::int64_t{4}}, {"filter_w", std::int64_t{4}}});
  x = net.dense(net.node(OpKind::reshape, {x}, {{"shape", std::vector<std::int64_t>{1, 12}}}), 5, "none");
  return net.finish({softmax ? net.node(OpKind::softmax, {x}) : x});
}

PostTrainingResult quantized(const Graph& model, const PostTrainingOptions& options, double low = -1, double high = 1) {
  JobControl job;
  Result<PostTrainingResult> out = job.run(
      quantize_post_training(job, model, random_samples(model, 40, 1, low, high, 5), random_samples(model, 30, 2, low, high, 5), options));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  REQUIRE(verify(out->graph).ok());
  return std::move(*out);
}

std::uint64_t hash_of(const Graph& graph) {
  const std::string text = print_graph(graph, {op_name, find_op});
  return fnv1a(std::as_bytes(std::span(text)));
}

double mean_sqnr(const Graph& model, const Graph& other, double low = -1, double high = 1) {
  const auto samples = random_samples(model, 20, 3, low, high);
  double sum = 0;
  for (std::int64_t i = 0; i < 20; ++i) {
    const Sample sample = *samples->read(i);
    sum += sqnr_db(run_network(model, sample)[0], run_network(other, sample)[0]);
  }
  return sum / 20;
}

PostTrainingOptions quick() { return {.repair = false, .sensitivity = false, .mac_budget = 200'000'000}; }

}  // namespace

TEST_CASE("post_training: with every observer, and searched, int8 is close to float", "[quantization][property]") {
  const Graph model = classifier(1);
  for (const std::string_view observer : {"", "minmax", "percentile", "mse", "entropy"}) {
    PostTrainingOptions options = quick();
    options.observer = observer;
    INFO(observer);
    const PostTrainingResult result = quantized(model, options);
    CHECK(mean_sqnr(model, result.graph) > 30);
    // What the passes fused, and nothing that converts types.
    CHECK(result.graph.live_nodes().size() == model.live_nodes().size() - 1);
  }
}

TEST_CASE("post_training: two runs and any number of threads give one graph", "[quantization][property]") {
  const Graph model = classifier(2);
  PostTrainingOptions options{.mac_budget = 200'000'000};
  const PostTrainingResult first = quantized(model, options);
  options.threads = 2;
  const PostTrainingResult second = quantized(model, options);
  CHECK(hash_of(first.graph) == hash_of(second.graph));
  REQUIRE(first.sensitivity.size() == second.sensitivity.size());
  for (std::size_t i = 0; i < first.sensitivity.size(); ++i) CHECK(first.sensitivity[i].sqnr_db == second.sensitivity[i].sqnr_db);
}

TEST_CASE("post_training: run in steps of no time it gives the same as in one go", "[quantization][unit]") {
  const Graph model = classifier(3);
  const PostTrainingResult whole = quantized(model, quick());
  JobControl job;
  auto task = quantize_post_training(job, model, random_samples(model, 40, 1, -1, 1, 5), random_samples(model, 30, 2, -1, 1, 5), quick());
  std::int64_t steps = 0;
  while (!job.step(task, std::chrono::nanoseconds(0))) ++steps;
  CHECK(steps > 100);
  const Result<PostTrainingResult> stepped = task.take();
  REQUIRE(stepped.ok());
  CHECK(hash_of(stepped->graph) == hash_of(whole.graph));
}

TEST_CASE("post_training: an outlier costs a fixed min-max range dearly, and the search little", "[quantization][property]") {
  const Graph model = classifier(4, false);
  const auto calibration = random_samples(model, 40, 1, -1, 1, 5);
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < 40; ++i) samples.push_back(*calibration->read(i));
  samples[7].inputs[0][5] = 60;
  const auto with_outlier = std::make_shared<SampleList>(std::move(samples));
  const auto run = [&](std::string observer) {
    JobControl job;
    PostTrainingOptions options = quick();
    options.observer = std::move(observer);
    Result<PostTrainingResult> out =
        job.run(quantize_post_training(job, model, with_outlier, random_samples(model, 30, 2, -1, 1, 5), options));
    REQUIRE(out.ok());
    return mean_sqnr(model, out->graph);
  };
  CHECK(run("") > run("minmax") + 5);
}

TEST_CASE("post_training: every layer that computes has its figures", "[quantization][unit]") {
  const Graph model = classifier(5);
  PostTrainingOptions options = quick();
  options.observer = "minmax";
  options.sensitivity = true;
  const PostTrainingResult result = quantized(model, options);
  CHECK(result.sensitivity.size() == 8);  // 4 convolutions, sum, mean, dense, softmax
  for (const LayerSensitivity& layer : result.sensitivity) {
    INFO(layer.layer);
    CHECK(layer.sqnr_db > 20);
    CHECK(layer.sqnr_db < 100);
    CHECK(layer.output_sqnr_db > 20);
    bool named = false;
    for (const ValueInfo& value : result.graph.values) named = named || result.graph.strings[index_of(value.name)] == layer.layer;
    CHECK(named);
  }
}

TEST_CASE("post_training: a layer that int8 cannot carry is repaired, and said so", "[quantization][property]") {
  // The second layer's output spans 1e4 and is then brought back by the third: 8 bits lose the small channels.
  FloatNet net(60);
  const ValueId x = net.input({1, 6, 6, 4});
  const ValueId a = net.conv(x, 4, 1, 1, "none");
  const ValueId up = net.node(OpKind::mul, {a, net.numbers({1000.0f, 1.0f, 1.0f, 1.0f}, {4})});
  const ValueId abs = net.node(OpKind::leaky_relu, {up}, {{"alpha", 0.2}});
  const ValueId down = net.node(OpKind::mul, {abs, net.numbers({0.0001f, 1.0f, 1.0f, 1.0f}, {4})});
  const Graph model = net.finish({net.node(OpKind::sub, {down, a})});
  PostTrainingOptions options{.observer = "minmax", .mac_budget = 200'000'000};
  options.repair = false;
  const PostTrainingResult broken = quantized(model, options);
  options.repair = true;
  const PostTrainingResult repaired = quantized(model, options);
  const double before = mean_sqnr(model, broken.graph), after = mean_sqnr(model, repaired.graph);
  INFO(before << " dB before, " << after << " dB after");
  CHECK(before < 15);
  CHECK(after > before + 3);
  bool told = false;
  for (const LayerSensitivity& layer : repaired.sensitivity) told = told || !layer.repair.empty();
  CHECK(told);
  CHECK(repaired.graph.value(repaired.graph.outputs[0]).dtype == DType::s8);
}

TEST_CASE("post_training: 16x8 is nearer than int8", "[quantization][unit]") {
  const Graph model = classifier(6);
  PostTrainingOptions options = quick();
  options.observer = "minmax";
  const double int8 = mean_sqnr(model, quantized(model, options).graph);
  options.type = DType::s16;
  const PostTrainingResult wide = quantized(model, options);
  CHECK(mean_sqnr(model, wide.graph) > int8 + 3);
  CHECK(wide.graph.value(wide.graph.inputs[0]).dtype == DType::s16);
}

TEST_CASE("post_training: bad samples and none are answered with what to do", "[quantization][unit]") {
  const Graph model = classifier(7);
  JobControl job;
  const auto none = job.run(quantize_post_training(job, model, nullptr, nullptr, quick()));
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code() == ErrorCode::invalid_argument);

  std::vector<Sample> samples(3);
  for (Sample& sample : samples) sample.inputs.emplace_back(192, 0.5f);
  samples[1].inputs[0][17] = std::numeric_limits<float>::quiet_NaN();
  const auto bad = job.run(quantize_post_training(job, model, std::make_shared<SampleList>(samples), nullptr, quick()));
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error().to_string().find("sample 1 (calibration)") != std::string::npos);
  CHECK(bad.error().hint() == "Leave sample 1 out, or look at its preprocessing.");
  // A part of a data set says which of all it is.
  const auto part = std::make_shared<SampleSubset>(std::make_shared<SampleList>(samples), std::vector<std::int64_t>{2, 1});
  CHECK(job.run(quantize_post_training(job, model, part, nullptr, quick())).error().where() == "sample 1 (calibration)");

  samples[1].inputs[0].resize(100);
  const auto small = job.run(quantize_post_training(job, model, std::make_shared<SampleList>(samples), nullptr, quick()));
  REQUIRE_FALSE(small.ok());
  CHECK(small.error().code() == ErrorCode::invalid_argument);
}

TEST_CASE("is_bad: SQNR, lost labels and lost agreement", "[quantization][unit]") {
  CHECK_FALSE(is_bad({.sqnr_db = 30, .samples = 100, .compared = 100, .agreeing = 99}));
  CHECK(is_bad({.sqnr_db = 12, .samples = 100, .compared = 100, .agreeing = 100}));
  CHECK(is_bad({.sqnr_db = 30, .samples = 100, .compared = 100, .agreeing = 95}));
  CHECK(is_bad({.sqnr_db = 30, .samples = 100, .compared = 100, .agreeing = 100, .labelled = 100, .right = 85, .float_right = 90}));
  CHECK_FALSE(is_bad({.sqnr_db = 30, .samples = 40, .compared = 40, .agreeing = 38}));
  CHECK_FALSE(is_bad({.sqnr_db = 30, .samples = 100}));  // no classes at all
}

}  // namespace thimble
