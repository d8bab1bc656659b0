// Networks that answer numbers: judged by targets, whatever their largest number is.
#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/ops/op_kind.h"
#include "core/pipeline/evaluate_model.h"
#include "core/pipeline/optimize.h"
#include "core/report/optimize_report_json.h"
#include "tests/support/says.h"

using namespace thimble;
using Catch::Approx;
using test::says;

namespace {

constexpr std::int64_t kInputs = 10;

std::vector<float> weights_of(std::int64_t outputs) {
  Rng rng(5);
  std::vector<float> out(static_cast<std::size_t>(outputs * kInputs));
  for (float& weight : out) weight = static_cast<float>(rng.unit()) - 0.5f;
  return out;
}

// Dense, from ten numbers.
std::shared_ptr<const OpenModel> model_of(std::int64_t outputs) {
  auto open = std::make_shared<OpenModel>();
  Graph& graph = open->graph;
  graph.name = "regression";
  const ValueId in = graph.add_value(DType::f32, {1, kInputs}, "in");
  const ValueId matrix = graph.add_constant(DType::f32, {outputs, kInputs}, Blob::of(weights_of(outputs)), "weights");
  const ValueId out = graph.add_value(DType::f32, {1, outputs}, "out");
  graph.inputs = {in};
  graph.outputs = {out};
  const ValueId from[] = {in, matrix}, to[] = {out};
  graph.add_node(OpKind::fully_connected, from, to, {}, "dense");
  open->file_name = "regression.onnx";
  return open;
}

// Rows of numbers, with `width` targets that the model of as many outputs misses by a little noise; `ages`: whole labels instead.
class Rows final : public Dataset {
 public:
  Rows(std::int64_t rows, std::int64_t width, bool ages) : rows_(rows), width_(width), ages_(ages) {}
  std::string_view format() const override { return "fake"; }
  std::int64_t size() const override { return rows_; }
  Result<RawSample> read(std::int64_t index) const override {
    RawSample out{.shape = {kInputs}, .label = label(index), .name = name(index)};
    Rng rng(static_cast<std::uint64_t>(index) + 1);
    for (std::int64_t i = 0; i < kInputs; ++i) out.values.push_back(static_cast<float>(rng.unit()) * 2 - 1);
    const std::vector<float> weights = weights_of(width_);
    for (std::int64_t o = 0; o < width_ && !ages_; ++o) {
      float sum = static_cast<float>(rng.unit() - 0.5) * 0.1f;
      for (std::int64_t i = 0; i < kInputs; ++i)
        sum += weights[static_cast<std::size_t>(o * kInputs + i)] * out.values[static_cast<std::size_t>(i)];
      out.target.push_back(sum);
    }
    return out;
  }
  std::int32_t label(std::int64_t index) const override { return ages_ ? static_cast<std::int32_t>(index * 7 % 49) : -1; }
  std::string name(std::int64_t index) const override { return cat("row ", index); }
  std::vector<std::string> class_names() const override {
    std::vector<std::string> out;
    for (int i = 0; i < 49 && ages_; ++i) out.push_back(std::to_string(i));
    return out;
  }
  std::int64_t target_width() const override { return ages_ ? 0 : width_; }
  std::string summary() const override { return cat(rows_, " rows"); }

 private:
  std::int64_t rows_, width_;
  bool ages_;
};

OptimizeReport run(std::int64_t outputs, std::shared_ptr<const Dataset> data, Limits limits = {}, Goal goal = Goal::balanced) {
  OptimizeInput input{.model = model_of(outputs), .data = std::move(data), .recipe = {}, .devices = {}};
  input.recipe.calibration = 40;
  input.recipe.tuning = 20;
  input.recipe.limits = limits;
  input.recipe.goal = goal;
  JobControl job;
  Result<OptimizeOutcome> out = job.run(optimize(job, std::move(input)));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return std::move(out->report);
}

EvaluationReport evaluate(std::int64_t outputs, std::shared_ptr<const Dataset> data) {
  JobControl job;
  Result<EvaluationReport> out = job.run(evaluate_model(job, model_of(outputs), std::move(data), {}, 0, 1));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return std::move(*out);
}

}  // namespace

TEST_CASE("regression: three numbers with targets of three are judged by their mean square error", "[pipeline][unit]") {
  const OptimizeReport report = run(3, std::make_shared<Rows>(300, 3, false));
  CHECK(report.score == "mse");
  // Noise in (-0.05, 0.05).
  CHECK(report.baseline.mse->value == Approx(0.01 / 12).epsilon(0.1));
  CHECK(report.baseline.mse->low < report.baseline.mse->value);
  CHECK(*report.baseline.target_variance == Approx(1.0 / 36 * 10).epsilon(0.5));
  CHECK_FALSE(report.baseline.agreement.has_value());
  for (const CandidateReport& candidate : report.candidates) {
    INFO(candidate.id);
    REQUIRE(candidate.metrics.mse.has_value());
    CHECK_FALSE(candidate.metrics.agreement.has_value());
    CHECK(*candidate.error_growth ==
          Approx((candidate.metrics.mse->value - report.baseline.mse->value) / *candidate.metrics.target_variance * 100));
  }
  CHECK(report.disagreements.empty());
  CHECK_FALSE(says(report.warnings, "no labels"));
  CHECK(report.recommendation.sentence.find("mean square error") != std::string::npos);
  CHECK(says(report.recommendation.reasons, "95 % interval"));
  CHECK_FALSE(says(report.recommendation.reasons, "same class"));
  CHECK(says(report.recommendation.reasons, "variance"));
}

TEST_CASE("regression: a limit in points of accuracy is answered with what to use", "[pipeline][unit]") {
  const OptimizeReport report = run(3, std::make_shared<Rows>(200, 3, false), {.accuracy_drop_points = 1, .min_accuracy = 0.9});
  CHECK(report.recommendation.candidate.empty());
  for (const CandidateReport& candidate : report.candidates)
    CHECK(candidate.broken_limits[0] == "accuracy drop of 1 point cannot be applied to a mean square error");
  CHECK(says(report.recommendation.advice, "leave --max-accuracy-drop out and give --goal accuracy"));
  CHECK(says(report.recommendation.advice, "leave --min-accuracy out"));
  CHECK_FALSE(says(report.recommendation.advice, "labels"));
}

TEST_CASE("regression: with goal accuracy the least error is taken", "[pipeline][unit]") {
  const OptimizeReport report = run(3, std::make_shared<Rows>(200, 3, false), {}, Goal::accuracy);
  double least = 1e300, taken = 1e300;
  for (const CandidateReport& candidate : report.candidates) {
    least = std::min(least, candidate.metrics.mse->value);
    if (candidate.id == report.recommendation.candidate) taken = candidate.metrics.mse->value;
  }
  CHECK(taken - least < 1e-4 * *report.baseline.target_variance);
}

TEST_CASE("regression: targets of another length are no truth, and that is said", "[pipeline][unit]") {
  const OptimizeReport report = run(3, std::make_shared<Rows>(100, 2, false));
  CHECK(report.score == "agreement");
  CHECK(says(report.warnings, "targets of 2 numbers where the network answers 3"));
  CHECK(says(evaluate(3, std::make_shared<Rows>(50, 2, false)).warnings, "targets of 2 numbers where the network answers 3"));
}

TEST_CASE("regression: whole labels of one number are what it should answer, and that is said", "[pipeline][unit]") {
  const OptimizeReport report = run(1, std::make_shared<Rows>(200, 1, true));
  CHECK(report.score == "mse");
  CHECK(says(report.warnings, "the labels, 0 to 48, are taken for what it should answer"));
  CHECK(report.data_summary.find("whose numbers are targets") != std::string::npos);
}

TEST_CASE("regression: evaluate says the mean square error with its interval", "[pipeline][unit]") {
  const EvaluationReport three = evaluate(3, std::make_shared<Rows>(100, 3, false));
  CHECK(three.score == "mse");
  CHECK(three.metrics.mse->value == Approx(0.01 / 12).epsilon(0.2));
  CHECK(three.classes.empty());
  CHECK(three.warnings.empty());
  const EvaluationReport ages = evaluate(1, std::make_shared<Rows>(100, 1, true));
  CHECK(ages.score == "mse");
  CHECK(says(ages.warnings, "0 to 48"));
}
