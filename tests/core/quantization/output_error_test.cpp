#include "core/quantization/output_error.h"

#include <algorithm>
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "core/quantization/post_training.h"
#include "core/quantization/repair_layers.h"
#include "tests/support/float_nets.h"

namespace thimble {
namespace {

// Ranges wide enough for every value, which costs bits.
OutputQuality quality_of(const Graph& model, std::shared_ptr<const Samples> samples, double range = 8) {
  JobControl job;
  Result<OutputError> error = job.run(OutputError::create(job, model, std::move(samples), 1000, 1));
  REQUIRE(error.ok());
  QuantPlan plan{.node_types = default_node_types(model, DType::s8),
                 .ranges = std::vector<Range>(model.values.size(), Range{-range, range})};
  Diagnostics notes;
  const Result<QuantizedGraph> quantized = quantize_graph(model, plan, notes);
  REQUIRE(quantized.ok());
  const Result<OutputQuality> quality = job.run(error->of(job, *quantized));
  REQUIRE(quality.ok());
  return *quality;
}

// As wide as its input behind: many numbers that are nearly the largest.
Graph autoencoder(std::uint64_t seed) {
  FloatNet net(seed);
  const ValueId x = net.input({1, 24});
  return net.finish({net.dense(net.dense(x, 6, "relu"), 24, "none")});
}

}  // namespace

TEST_CASE("output_error: an autoencoder and a regression have no classes to lose", "[quantization][unit]") {
  const Graph model = autoencoder(4);
  const OutputQuality plain = quality_of(model, random_samples(model, 100, 1));
  CHECK(plain.samples == 100);
  CHECK(plain.sqnr_db > 15);
  CHECK(plain.compared == 0);
  CHECK_FALSE(is_bad(plain));
  // Labels say which samples are anomalies.
  CHECK(quality_of(model, random_samples(model, 100, 1, -1, 1, 2)).labelled == 0);

  FloatNet net(5);
  const Graph regression = net.finish({net.dense(net.dense(net.input({1, 10}), 12, "relu"), 3, "none")});
  std::vector<Sample> samples;
  const auto inputs = random_samples(regression, 100, 2);
  for (std::int64_t i = 0; i < 100; ++i) {
    samples.push_back(*inputs->read(i));
    samples.back().target = run_network(regression, samples.back())[0];
  }
  CHECK(quality_of(regression, std::make_shared<SampleList>(samples)).compared == 0);
  // Without targets the three numbers may be classes.
  const OutputQuality classes = quality_of(regression, inputs);
  CHECK(classes.compared == 100);
  CHECK(classes.agreeing < 100);
}

TEST_CASE("output_error: the repair leaves an autoencoder alone whose largest number moves", "[quantization][unit]") {
  const Graph model = autoencoder(4);
  const auto samples = random_samples(model, 200, 1);
  JobControl job;
  const auto made = job.run(quantize_post_training(job, model, samples, samples, {.observer = "minmax", .mac_budget = 200'000'000}));
  REQUIRE(made.ok());
  // The largest number is another one often enough for a classifier to be repaired.
  std::int64_t moved = 0;
  for (std::int64_t i = 0; i < 200; ++i) {
    const Sample sample = *samples->read(i);
    const std::vector<float> real = run_network(model, sample)[0], other = run_network(made->graph, sample)[0];
    moved += std::max_element(real.begin(), real.end()) - real.begin() != std::max_element(other.begin(), other.end()) - other.begin();
  }
  CHECK(moved > 5);
  for (const LayerSensitivity& layer : made->sensitivity) CHECK(layer.repair.empty());
  for (const Diagnostic& note : made->notes.items()) CHECK(note.where != "repair");
}

TEST_CASE("output_error: SQNR is the worst output's", "[quantization][unit]") {
  FloatNet net(6);
  const ValueId x = net.input({1, 12});
  const ValueId large = net.node(OpKind::mul, {x, net.numbers(std::vector<float>(12, 6.0f), {12})});
  const ValueId small = net.node(OpKind::mul, {x, net.numbers(std::vector<float>(12, 0.06f), {12})});
  const Graph model = net.finish({large, small});
  FloatNet alone(6);
  const ValueId y = alone.input({1, 12});
  const Graph one = alone.finish({alone.node(OpKind::mul, {y, alone.numbers(std::vector<float>(12, 0.06f), {12})})});
  const double both = quality_of(model, random_samples(model, 50, 3)).sqnr_db, worst = quality_of(one, random_samples(one, 50, 3)).sqnr_db;
  CHECK(worst < 15);
  CHECK(both == Catch::Approx(worst));
}

}  // namespace thimble
