#include "core/pipeline/optimize.h"

#include <catch2/catch_approx.hpp>
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>

#include "core/data/splits.h"
#include "core/pipeline/judge.h"
#include "core/pipeline/score.h"
#include "core/quantization/output_noise.h"
#include "core/report/optimize_report_json.h"
#include "tests/support/fake_job.h"
#include "tests/support/says.h"

using namespace thimble;
using Catch::Approx;
using test::says;

namespace {

OptimizeInput input_of(std::vector<std::string> names, std::shared_ptr<const Dataset> data) {
  OptimizeInput input{.model = test::pick_largest_model(), .data = std::move(data), .recipe = {}, .devices = {}};
  input.techniques = test::fake_techniques();
  input.recipe.calibration = 20;
  input.recipe.tuning = 10;
  for (std::string& name : names) input.recipe.candidates.push_back({std::move(name), Options()});
  return input;
}

OptimizeOutcome run(OptimizeInput input) {
  JobControl job;
  Result<OptimizeOutcome> out = job.run(optimize(job, std::move(input)));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  return std::move(*out);
}

const CandidateReport& candidate(const OptimizeReport& report, std::string_view id) {
  for (const CandidateReport& each : report.candidates) {
    if (each.id == id) return each;
  }
  FAIL("no candidate " << id);
  return report.candidates[0];
}

}  // namespace

TEST_CASE("optimize: a copy agrees with the model in everything", "[pipeline][unit]") {
  const OptimizeOutcome out = run(input_of({"copy"}, test::rows_dataset(200, true)));
  CHECK(out.report.score == "top1");
  CHECK(out.report.baseline.top1->value == 1);
  CHECK(out.report.calibration_samples == 20);
  CHECK(out.report.tuning_samples == 10);
  CHECK(out.report.evaluation_samples == 170);
  const CandidateReport& copy = candidate(out.report, "copy");
  CHECK(copy.metrics.samples == 170);
  CHECK(copy.metrics.agreement->value == 1);
  CHECK(*copy.metrics.sqnr_db == kExactSqnrDb);
  CHECK(*copy.accuracy_drop == 0);
  CHECK(out.report.recommendation.candidate == "copy");
  CHECK(out.open("copy") != nullptr);
  CHECK(out.open("none") == nullptr);
}

namespace {

// A compiler that finds 1000 bytes of code and 500 of stack everywhere.
OptimizeInput measured_input(std::vector<std::string>& asked) {
  OptimizeInput input = input_of({"copy", "noisy"}, test::rows_dataset(200, true));
  input.devices = {*find_device("stm32f411"), *find_device("rp2040")};
  input.measure_code = [&asked](const NetworkProgram&, const Device& device) {
    asked.push_back(device.id);
    return Result<std::optional<CompiledSizes>>(CompiledSizes{.code_bytes = 1000, .stack_bytes = 500, .source = "linked"});
  };
  return input;
}

}  // namespace

TEST_CASE("optimize: code and stack are measured once a candidate, on the target alone", "[pipeline][unit]") {
  std::vector<std::string> asked;
  const OptimizeOutcome out = run(measured_input(asked));
  CHECK(asked == std::vector<std::string>{"stm32f411", "stm32f411"});
  for (const CandidateReport& each : out.report.candidates) {
    REQUIRE(each.targets.size() == 2);
    CHECK(each.targets[0].code_bytes.value == 1000);
    CHECK(each.targets[0].code_bytes.provenance == Provenance::exact);
    CHECK(each.targets[0].stack_bytes.value == 500);
    CHECK(each.targets[1].code_bytes.provenance == Provenance::estimated);
    CHECK(each.targets[1].stack_bytes.provenance == Provenance::unknown);
  }
}

TEST_CASE("optimize: limits are of what was measured, to the byte", "[pipeline][unit]") {
  std::vector<std::string> asked;
  const OptimizeOutcome free = run(measured_input(asked));
  const TargetReport& target = free.report.candidates[0].targets[0];
  for (const std::int64_t spare : {0, -1}) {
    OptimizeInput input = measured_input(asked);
    input.recipe.limits.ram_bytes = target.arena_bytes + 500 + spare;
    CHECK(run(input).report.candidates[0].meets_limits == (spare == 0));
    input.recipe.limits = {.flash_bytes = target.constant_bytes + 1000 + spare};
    CHECK(run(input).report.candidates[0].meets_limits == (spare == 0));
  }
}

TEST_CASE("optimize: where no compiler is found everything is as without asking", "[pipeline][unit]") {
  std::vector<std::string> asked;
  OptimizeInput input = measured_input(asked), plain = measured_input(asked);
  input.measure_code = [](const NetworkProgram&, const Device&) { return Result<std::optional<CompiledSizes>>(std::nullopt); };
  plain.measure_code = {};
  const OptimizeOutcome a = run(input), b = run(plain);
  for (std::size_t i = 0; i < a.report.candidates.size(); ++i) {
    const TargetReport &with = a.report.candidates[i].targets[0], &without = b.report.candidates[i].targets[0];
    CHECK(with.code_bytes.value == without.code_bytes.value);
    CHECK(with.code_bytes.provenance == Provenance::estimated);
    CHECK(with.stack_bytes.provenance == Provenance::unknown);
  }
}

TEST_CASE("optimize: who leaves while code is compiled leaves the job", "[pipeline][unit]") {
  std::vector<std::string> asked;
  OptimizeInput input = measured_input(asked);
  input.measure_code = [](const NetworkProgram&, const Device&) -> Result<std::optional<CompiledSizes>> {
    return Error(ErrorCode::cancelled, "interrupted");
  };
  JobControl job;
  const Result<OptimizeOutcome> out = job.run(optimize(job, std::move(input)));
  REQUIRE_FALSE(out.ok());
  CHECK(out.error().code() == ErrorCode::cancelled);
}

TEST_CASE("optimize: one candidate's failure takes nobody down, and each says what is wrong", "[pipeline][unit]") {
  const OptimizeOutcome out = run(input_of({"broken", "bad_graph", "swapped", "not_a_number", "noisy"}, test::rows_dataset(300, true)));
  CHECK(candidate(out.report, "broken").failed);
  CHECK(candidate(out.report, "broken").failure.find("Leave it out") != std::string::npos);
  CHECK(candidate(out.report, "bad_graph").failed);
  CHECK(candidate(out.report, "swapped").collapsed);
  CHECK(candidate(out.report, "swapped").collapse_reason.find("scores (fully_connected, 8.0 dB") != std::string::npos);
  CHECK(candidate(out.report, "not_a_number").collapsed);
  CHECK(candidate(out.report, "not_a_number").collapse_reason.find("NaN or infinity") != std::string::npos);
  CHECK(out.report.recommendation.candidate == "noisy");
  CHECK(out.report.recommendation.why_not.size() == 4);
  CHECK_FALSE(out.graphs.contains("broken"));
}

TEST_CASE("optimize: figures are those of a count by hand", "[pipeline][unit]") {
  const std::shared_ptr<const Dataset> data = test::rows_dataset(400, true, 60);
  OptimizeInput input = input_of({"noisy"}, data);
  const OptimizeOutcome out = run(input);
  // The same samples, by the same split, counted without the judge.
  JobControl job;
  const Graph& noisy = out.graphs.at("noisy");
  const std::vector<float> weights = noisy.constant(noisy.node_inputs(noisy.live_nodes()[0])[1])->copy_as<float>();
  std::int64_t right = 0, agreed = 0, baseline_right = 0, seen = 0;
  double signal = 0, noise = 0;
  const Result<Splits> splits = make_splits(*data, {.calibration = 20, .tuning = 10, .evaluation = 0}, 1);
  REQUIRE(splits.ok());
  for (const std::int64_t index : splits->evaluation) {
    const RawSample sample = data->read(index).value();
    int best = 0, float_best = 0;
    float scores[3] = {};
    for (int c = 0; c < 3; ++c) {
      for (int i = 0; i < 4; ++i) scores[c] += weights[static_cast<std::size_t>(c * 4 + i)] * sample.values[static_cast<std::size_t>(i)];
      if (scores[c] > scores[best]) best = c;
      if (sample.values[static_cast<std::size_t>(c)] > sample.values[static_cast<std::size_t>(float_best)]) float_best = c;
      const double reference = sample.values[static_cast<std::size_t>(c)];
      signal += reference * reference;
      noise += (reference - scores[c]) * (reference - scores[c]);
    }
    ++seen;
    right += best == sample.label ? 1 : 0;
    agreed += best == float_best ? 1 : 0;
    baseline_right += float_best == sample.label ? 1 : 0;
  }
  const CandidateReport& report = out.report.candidates[0];
  CHECK(report.metrics.samples == seen);
  CHECK(report.metrics.top1->value == Approx(static_cast<double>(right) / static_cast<double>(seen)));
  CHECK(report.metrics.agreement->value == Approx(static_cast<double>(agreed) / static_cast<double>(seen)));
  CHECK(out.report.baseline.top1->value == Approx(static_cast<double>(baseline_right) / static_cast<double>(seen)));
  CHECK(*report.metrics.sqnr_db == Approx(10 * std::log10(signal / noise)).margin(0.01));
  CHECK(*report.accuracy_drop == Approx((out.report.baseline.top1->value - report.metrics.top1->value) * 100));
  CHECK(out.report.disagreements.size() == std::min<std::size_t>(static_cast<std::size_t>(seen - agreed), kMostDisagreements));
}

TEST_CASE("optimize: without labels agreement is the score, and that is said", "[pipeline][unit]") {
  const OptimizeOutcome out = run(input_of({"copy"}, test::rows_dataset(100, false)));
  CHECK(out.report.score == "agreement");
  CHECK_FALSE(out.report.baseline.top1.has_value());
  CHECK(says(out.report.warnings, "no labels"));
  CHECK(says(out.report.recommendation.reasons, "agreement with the float model"));
}

TEST_CASE("optimize: what opening the data had to say stands in the report", "[pipeline][unit]") {
  OptimizeInput input = input_of({"copy"}, test::rows_dataset(100, false));
  input.data_notes.note("rows.csv", "two lines are empty");
  input.data_notes.warn("labels", "not used");
  const OptimizeReport report = run(std::move(input)).report;
  CHECK(says(report.notes, "rows.csv: two lines are empty"));
  CHECK_FALSE(says(report.warnings, "two lines"));
  CHECK(says(report.warnings, "labels: not used"));
}

TEST_CASE("optimize: without data what needs them is skipped with the reason, the rest is loud about it", "[pipeline][unit]") {
  const OptimizeOutcome out = run(input_of({"copy", "no_data_copy"}, nullptr));
  CHECK(out.report.score == "none");
  CHECK(candidate(out.report, "copy").failed);
  CHECK(candidate(out.report, "copy").failure.find("needs samples") != std::string::npos);
  CHECK(out.report.recommendation.candidate == "no_data_copy");
  CHECK(says(out.report.warnings, "NO DATA"));
  CHECK(says(out.report.recommendation.reasons, "nothing says how accurate it is"));
}

TEST_CASE("optimize: a limit nothing can meet gives advice instead of a candidate", "[pipeline][unit]") {
  OptimizeInput input = input_of({"copy"}, test::rows_dataset(100, true));
  input.recipe.limits.size_bytes = 10;
  input.recipe.limits.flash_bytes = 1;
  const OptimizeOutcome out = run(std::move(input));
  CHECK(out.report.recommendation.candidate.empty());
  CHECK_FALSE(out.report.recommendation.advice.empty());
  CHECK(says(out.report.recommendation.advice, "--max-size"));
}

TEST_CASE("optimize: the same technique twice has two names", "[pipeline][unit]") {
  const OptimizeOutcome out = run(input_of({"copy", "copy"}, test::rows_dataset(100, true)));
  CHECK(out.report.candidates[0].id == "copy");
  CHECK(out.report.candidates[1].id == "copy_2");
  CHECK(out.graphs.size() == 2);
}

TEST_CASE("optimize: the report's recipe gives the same report again", "[pipeline][property]") {
  OptimizeInput input = input_of({"noisy", "copy"}, test::rows_dataset(150, true, 9));
  OptimizeOutcome first = run(input);
  const Result<Recipe> recipe = parse_recipe(first.report.recipe, test::fake_techniques());
  INFO((recipe.ok() ? std::string() : recipe.error().to_string()));
  REQUIRE(recipe.ok());
  input.recipe = *recipe;
  OptimizeOutcome second = run(input);
  for (OptimizeOutcome* outcome : {&first, &second}) {
    for (CandidateReport& each : outcome->report.candidates) each.seconds = 0;
  }
  CHECK(first.report.recipe.find("\"guessed\": true") != std::string::npos);
  CHECK(to_json(first.report) == to_json(second.report));
}

TEST_CASE("optimize: progress never goes back, and every candidate is heard of as it is done", "[pipeline][unit]") {
  JobControl job;
  double before = 0;
  std::vector<std::string> phases, heard;
  job.on_progress = [&](const JobControl::Progress& progress) {
    REQUIRE(progress.overall >= before);
    REQUIRE(progress.overall <= 1);
    before = progress.overall;
    if (phases.empty() || phases.back() != progress.phase) phases.emplace_back(progress.phase);
  };
  const Result<OptimizeOutcome> out = job.run(optimize(job, input_of({"slow", "broken"}, test::rows_dataset(100, true)),
                                                       [&](const CandidateReport& each) { heard.push_back(each.id); }));
  REQUIRE(out.ok());
  CHECK(heard == std::vector<std::string>{"slow", "broken"});
  CHECK(std::find(phases.begin(), phases.end(), "baseline: judge") != phases.end());
  CHECK(std::find(phases.begin(), phases.end(), "slow: wait") != phases.end());
  CHECK(before == 1);
  CHECK(job.on_progress != nullptr);
}

TEST_CASE("optimize: dropped at any step it leaves nothing behind", "[pipeline][property]") {
  for (int steps = 0; steps < 60; ++steps) {
    JobControl job;
    int heard = 0;
    job.on_progress = [&](const JobControl::Progress&) { ++heard; };
    {
      auto task = optimize(job, input_of({"slow", "copy"}, test::rows_dataset(40, true)));
      bool done = false;
      for (int i = 0; i < steps && !done; ++i) done = job.step(task, std::chrono::seconds(0));
    }
    // The listener is the caller's own again.
    const int before = heard;
    job.progress("mine", 1, 2);
    CHECK(heard == before + 1);
  }
}

TEST_CASE("judge: labels out of range are answered with the sample and what to look at", "[pipeline][unit]") {
  std::vector<Sample> samples{{.inputs = {{1, 0, 0, 0}}, .label = 0, .target = {}}, {.inputs = {{0, 1, 0, 0}}, .label = 3, .target = {}}};
  const auto model = test::pick_largest_model();
  JobControl job;
  BaselineAnswers answers;
  const auto judged = job.run(judge_baseline(job, &model->graph, std::make_shared<SampleList>(samples), 1, {}, &answers));
  REQUIRE_FALSE(judged.ok());
  CHECK(judged.error().where() == "sample 1 (evaluation)");
  CHECK(judged.error().message() == "label 3, but the network tells 3 classes apart");
}

TEST_CASE("judge: NaN in the data is answered with the sample, not with a figure", "[pipeline][unit]") {
  std::vector<Sample> samples{{.inputs = {{std::numeric_limits<float>::quiet_NaN(), 0, 0, 0}}, .label = 0, .target = {}}};
  const auto model = test::pick_largest_model();
  JobControl job;
  BaselineAnswers answers;
  const auto judged = job.run(judge_baseline(job, &model->graph, std::make_shared<SampleList>(samples), 1, {}, &answers));
  REQUIRE_FALSE(judged.ok());
  CHECK(judged.error().message().find("NaN") != std::string::npos);
}

TEST_CASE("judge: what kind of answer a network gives is told from its shapes", "[pipeline][unit]") {
  const auto network = [](const Shape& in, const Shape& out) {
    Graph graph;
    graph.inputs = {graph.add_value(DType::f32, in, "in")};
    graph.outputs = {graph.add_value(DType::f32, out, "out")};
    return graph;
  };
  CHECK(judging_of(network({1, 28, 28, 1}, {1, 10}), 10, 0) == Judging::classes);
  CHECK(judging_of(network({1, 28, 28, 1}, {1, 1, 1, 10}), 0, 0) == Judging::classes);
  CHECK(judging_of(network({1, 65}, {1, 1}), 2, 0) == Judging::one_score);
  CHECK(judging_of(network({1, 1}, {1, 1}), 0, 0) == Judging::values);
  CHECK(judging_of(network({1, 640}, {1, 640}), 2, 0) == Judging::reconstruction);
  CHECK(judging_of(network({1, 32, 32, 3}, {1, 64, 64, 3}), 0, 0) == Judging::values);
}

TEST_CASE("optimize: a job that was dropped goes on from what its techniques have made, to the same report", "[pipeline][unit]") {
  const auto data = test::rows_dataset(300, true);
  const auto seconds_off = [](OptimizeReport report) {
    for (CandidateReport& each : report.candidates) each.seconds = 0;
    return to_json(report);
  };
  const OptimizeOutcome whole = run(input_of({"noisy", "slow", "copy"}, data));

  std::vector<std::vector<std::byte>> checkpoint;
  {
    OptimizeInput input = input_of({"noisy", "slow", "copy"}, data);
    input.on_made = [&](const MadeNetwork& made) { checkpoint.push_back(save_made_network(made)); };
    JobControl job;
    auto task = optimize(job, std::move(input));
    while (checkpoint.empty()) REQUIRE_FALSE(job.step(task, std::chrono::milliseconds(0)));
  }
  REQUIRE(checkpoint.size() == 1);

  const auto made = load_made_network(checkpoint[0]);
  REQUIRE(made.ok());
  OptimizeInput input = input_of({"noisy", "slow", "copy"}, data);
  int found = 0, made_again = 0;
  input.find_made = [&](std::string_view key) { return key == made->key ? (++found, &*made) : nullptr; };
  input.on_made = [&](const MadeNetwork&) { ++made_again; };
  const OptimizeOutcome resumed = run(std::move(input));
  CHECK(found == 1);
  CHECK(made_again == 2);
  CHECK(seconds_off(resumed.report) == seconds_off(whole.report));
}

TEST_CASE("optimize: what was made of other samples, options, model or seed is not taken", "[pipeline][unit]") {
  const auto key_of = [](OptimizeInput input) {
    std::string key;
    input.on_made = [&](const MadeNetwork& made) { key = made.key; };
    run(std::move(input));
    return key;
  };
  const auto data = test::rows_dataset(300, true);
  const std::string key = key_of(input_of({"copy"}, data));
  CHECK(key.size() == 64);
  CHECK(key == key_of(input_of({"copy"}, data)));
  CHECK(key != key_of(input_of({"noisy"}, data)));
  CHECK(key != key_of(input_of({"copy"}, test::rows_dataset(300, true, 40))));
  OptimizeInput other = input_of({"copy"}, data);
  other.recipe.seed += 1;
  CHECK(key != key_of(std::move(other)));
  OptimizeInput fewer = input_of({"copy"}, data);
  fewer.recipe.calibration -= 1;
  CHECK(key != key_of(std::move(fewer)));
}
