#include "core/pipeline/judge.h"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/base/rng.h"
#include "core/ops/op_kind.h"
#include "core/pipeline/score.h"
#include "core/quantization/output_noise.h"

using namespace thimble;
using Catch::Approx;

namespace {

// out = weights x in, [outputs, inputs].
Graph dense(std::int64_t outputs, std::int64_t inputs, const std::vector<float>& weights) {
  Graph graph;
  graph.name = "dense";
  const ValueId in = graph.add_value(DType::f32, {1, inputs}, "in");
  const ValueId matrix = graph.add_constant(DType::f32, {outputs, inputs}, Blob::of(weights), "weights");
  const ValueId out = graph.add_value(DType::f32, {1, outputs}, "out");
  graph.inputs = {in};
  graph.outputs = {out};
  const ValueId from[] = {in, matrix}, to[] = {out};
  graph.add_node(OpKind::fully_connected, from, to, {}, "dense");
  return graph;
}

struct Judged {
  Judgement baseline, candidate;
  BaselineAnswers answers;
};

Judged judge(const Graph& model, const Graph& candidate, std::vector<Sample> samples) {
  const auto list = std::make_shared<SampleList>(std::move(samples));
  Judged out;
  JobControl job;
  Result<Judgement> baseline = job.run(judge_baseline(job, &model, list, 1, {}, &out.answers));
  REQUIRE(baseline.ok());
  out.baseline = std::move(*baseline);
  Result<Judgement> judged = job.run(judge_candidate(job, &candidate, list, 1, {}, &out.answers));
  REQUIRE(judged.ok());
  out.candidate = std::move(*judged);
  return out;
}

Sample sample(std::vector<float> input, std::int32_t label, std::vector<float> target = {}) {
  return {.inputs = {std::move(input)}, .label = label, .target = std::move(target)};
}

}  // namespace

TEST_CASE("judge: two classes have an AUC, the share of pairs in order", "[pipeline][unit]") {
  Rng rng(3);
  std::vector<Sample> samples;
  for (int i = 0; i < 60; ++i)
    samples.push_back(
        sample({static_cast<float>(rng.unit()), static_cast<float>(rng.unit())}, static_cast<std::int32_t>(rng.uniform(0, 1))));
  double above = 0, pairs = 0, right = 0;
  for (const Sample& a : samples) {
    right += (a.inputs[0][1] > a.inputs[0][0] ? 1 : 0) == a.label ? 1 : 0;
    for (const Sample& b : samples) {
      if (a.label != 1 || b.label != 0) continue;
      pairs += 1;
      above += a.inputs[0][1] - a.inputs[0][0] > b.inputs[0][1] - b.inputs[0][0] ? 1 : 0;
    }
  }
  const Graph identity = dense(2, 2, {1, 0, 0, 1});
  const Judged judged = judge(identity, identity, samples);
  CHECK(judged.answers.judging == Judging::classes);
  CHECK(judged.baseline.metrics.auc->value == Approx(above / pairs));
  CHECK(judged.baseline.metrics.top1->value == Approx(right / 60));
  CHECK_FALSE(judged.baseline.metrics.top5.has_value());
}

TEST_CASE("judge: one score that is a probability has its threshold at one half, another at zero", "[pipeline][unit]") {
  const Graph identity = dense(1, 1, {1});
  const Judged probability = judge(identity, identity, {sample({0.4f}, 0), sample({0.6f}, 1), sample({0.3f}, 1)});
  CHECK(probability.answers.judging == Judging::one_score);
  CHECK(probability.answers.threshold == 0.5f);
  CHECK(probability.baseline.metrics.top1->value == Approx(2.0 / 3));
  CHECK(probability.candidate.metrics.top1->value == Approx(2.0 / 3));
  const Judged logit = judge(identity, identity, {sample({-2}, 0), sample({0.3f}, 1), sample({3}, 1)});
  CHECK(logit.answers.threshold == 0);
  CHECK(logit.baseline.metrics.top1->value == 1);
  CHECK(logit.candidate.metrics.agreement->value == 1);
}

TEST_CASE("judge: targets give a mean square error", "[pipeline][unit]") {
  const Graph model = dense(1, 2, {1, 1}), off = dense(1, 2, {1, 1.5f});
  const Judged judged = judge(model, off, {sample({1, 2}, -1, {3}), sample({2, 4}, -1, {5})});
  CHECK(judged.answers.judging == Judging::values);
  CHECK(judged.baseline.metrics.mse->value == Approx((0 + 1) / 2.0));
  CHECK(judged.candidate.metrics.mse->value == Approx((1 + 9) / 2.0));
  CHECK_FALSE(judged.candidate.metrics.agreement.has_value());
  CHECK(*judged.candidate.metrics.sqnr_db == Approx(10 * std::log10((9.0 + 36) / (1 + 4))));
}

TEST_CASE("judge: targets as long as a row of numbers are no classes", "[pipeline][unit]") {
  const Graph model = dense(3, 2, {1, 0, 0, 1, 1, 1}), off = dense(3, 2, {1, 0, 0, 1, 1, 2});
  const Judged judged = judge(model, off, {sample({1, 2}, -1, {1, 2, 0}), sample({3, 1}, -1, {3, 1, 4})});
  CHECK(judged.answers.judging == Judging::values);
  CHECK(judged.answers.classes.empty());
  CHECK(judged.baseline.metrics.mse->value == Approx((9 / 3.0 + 0) / 2));
  CHECK(judged.candidate.metrics.mse->value == Approx((25 / 3.0 + 1 / 3.0) / 2));
  CHECK(*judged.baseline.metrics.target_variance == Approx((1 + 0.25 + 4) / 3));
  CHECK_FALSE(judged.candidate.metrics.agreement.has_value());
}

TEST_CASE("judge: samples are named as their data set does", "[pipeline][unit]") {
  class Named final : public Samples {
   public:
    std::int64_t size() const override { return 4; }
    Result<Sample> read(std::int64_t index) const override { return sample({static_cast<float>(index), 1.5f, 0}, index == 3 ? 2 : 0); }
    bool has_labels() const override { return true; }
    std::vector<std::string> class_names() const override { return {"a", "b", "c"}; }
    std::string name(std::int64_t index) const override { return "digits/" + std::to_string(index) + ".png"; }
  };
  const Graph identity = dense(3, 3, {1, 0, 0, 0, 1, 0, 0, 0, 1}), swapped = dense(3, 3, {0, 1, 0, 1, 0, 0, 0, 0, 1});
  const auto some = std::make_shared<SampleSubset>(std::make_shared<Named>(), std::vector<std::int64_t>{3, 1});
  JobControl job;
  BaselineAnswers answers;
  REQUIRE(job.run(judge_baseline(job, &identity, some, 1, {}, &answers)).ok());
  const Result<Judgement> judged = job.run(judge_candidate(job, &swapped, some, 1, {}, &answers));
  REQUIRE(judged.ok());
  REQUIRE(judged->disagreements.size() == 2);
  CHECK(judged->disagreements[0].index == 3);
  CHECK(judged->disagreements[0].name == "digits/3.png");
  CHECK(judged->disagreements[1].name == "digits/1.png");
  const Graph two = dense(2, 3, {1, 0, 0, 0, 1, 0});
  const Result<Judgement> beyond = job.run(judge_baseline(job, &two, some, 1, {}, &answers));
  REQUIRE_FALSE(beyond.ok());
  CHECK(beyond.error().where() == "digits/3.png (evaluation)");
}

TEST_CASE("judge: an autoencoder is judged by what it makes of its input", "[pipeline][unit]") {
  // Keeps all but the last number: those samples that have one are the anomalies.
  const Graph model = dense(3, 3, {1, 0, 0, 0, 1, 0, 0, 0, 0});
  const Judged judged = judge(model, model, {sample({1, 2, 0}, 0), sample({1, 2, 3}, 1), sample({0, 1, 0.5f}, 1)});
  CHECK(judged.answers.judging == Judging::reconstruction);
  CHECK(judged.baseline.metrics.mse->value == Approx((0 + 9 / 3.0 + 0.25 / 3) / 3));
  CHECK(judged.baseline.metrics.auc->value == 1);
}

TEST_CASE("judge: the fifth place counts for top-5, the sixth does not", "[pipeline][unit]") {
  std::vector<float> weights(36, 0.0f);
  for (std::size_t i = 0; i < 6; ++i) weights[i * 7] = 1;
  const Graph identity = dense(6, 6, weights);
  // An input as long as the output is an autoencoder's with at most two classes; here there are six.
  class Six final : public Samples {
   public:
    std::int64_t size() const override { return 2; }
    Result<Sample> read(std::int64_t index) const override { return sample({6, 5, 4, 3, 2, 1}, index == 0 ? 4 : 5); }
    bool has_labels() const override { return true; }
    std::vector<std::string> class_names() const override { return {"a", "b", "c", "d", "e", "f"}; }
  };
  JobControl job;
  BaselineAnswers answers;
  const Result<Judgement> judged = job.run(judge_baseline(job, &identity, std::make_shared<Six>(), 1, {}, &answers));
  REQUIRE(judged.ok());
  CHECK(judged->metrics.top5->value == 0.5);
  CHECK(judged->metrics.top1->value == 0);
}

TEST_CASE("judge: NaN in a candidate's answers is counted, and is no good SQNR", "[pipeline][unit]") {
  const Graph model = dense(3, 2, {1, 0, 0, 1, 0, 0});
  const Graph broken = dense(3, 2, {1, 0, 0, std::numeric_limits<float>::quiet_NaN(), 0, 0});
  const Judged judged = judge(model, broken, {sample({1, 2}, 1), sample({2, 1}, 0)});
  CHECK(judged.candidate.not_finite == 2);
  CHECK(*judged.candidate.metrics.sqnr_db == -kExactSqnrDb);
}
