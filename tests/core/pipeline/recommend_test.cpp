#include "core/pipeline/recommend.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "core/pipeline/compare_candidates.h"
#include "tests/support/says.h"

using namespace thimble;
using test::says;

namespace {

// A row of a table of candidates, as a job would have measured them on a target. latency 0: not known.
struct Row {
  std::string id;
  double top1;
  std::int64_t flash, ram;
  double latency_ms = 0;
  double sqnr_db = 40;
  std::string failure = {};
};

OptimizeReport report_of(const std::vector<Row>& rows, Goal goal = Goal::balanced, Limits limits = {}) {
  OptimizeReport report;
  report.score = "top1";
  report.target = "board";
  report.goal = goal;
  report.limits = limits;
  report.baseline_bytes = 100000;
  report.baseline.samples = 1000;
  report.baseline.top1 = Share{0.99, 0.98, 0.995};
  for (const Row& row : rows) {
    CandidateReport candidate;
    candidate.id = candidate.technique = candidate.title = row.id;
    candidate.failed = !row.failure.empty();
    candidate.failure = row.failure;
    if (!candidate.failed) {
      candidate.metrics.samples = 1000;
      candidate.metrics.unseen = true;
      candidate.metrics.top1 = Share{row.top1, row.top1 - 0.01, row.top1 + 0.005};
      candidate.metrics.sqnr_db = row.sqnr_db;
      candidate.tflite_bytes = row.flash;
      TargetReport target;
      target.device = "board";
      target.constant_bytes = row.flash;
      target.code_bytes = {0, 0, 0, Provenance::estimated, "model"};
      target.fits = true;
      target.verdict = "fits: flash 10 %";
      target.arena_bytes = row.ram;
      if (row.latency_ms > 0) target.latency_ms = {row.latency_ms, row.latency_ms, row.latency_ms, Provenance::estimated, "model"};
      candidate.targets.push_back(target);
      rate_candidate(report, candidate, 0);
    }
    report.candidates.push_back(std::move(candidate));
  }
  mark_front(report);
  return report;
}

const Row kInt8{"int8", 0.989, 40000, 10000, 8}, kInt16{"int16", 0.9898, 42000, 20000, 15}, kFloat16{"float16", 0.99, 80000, 40000};

}  // namespace

TEST_CASE("recommend: balanced gives up as much accuracy as the limit allows, and says so", "[pipeline][unit]") {
  const std::vector<Row> rows{{"small", 0.983, 40000, 10000}, kFloat16};
  CHECK(recommend(report_of(rows, Goal::balanced)).candidate == "float16");
  const Recommendation taken = recommend(report_of(rows, Goal::balanced, {.accuracy_drop_points = 2}));
  CHECK(taken.candidate == "small");
  CHECK(says(taken.reasons, "within 2 points"));
}

TEST_CASE("recommend: with few samples balanced gives up two of them, and never more than a point", "[pipeline][unit]") {
  const auto recommended = [](double loss_points, std::int64_t samples, Limits limits = {}) {
    OptimizeReport report = report_of({{"small", 0.99 - loss_points / 100, 40000, 10000}, kFloat16}, Goal::balanced, limits);
    report.baseline.samples = samples;
    return recommend(report);
  };
  CHECK(recommended(200.0 / 300, 300).candidate == "small");
  CHECK(says(recommended(200.0 / 300, 300).reasons, "within 0.667 points (2 of 300 samples)"));
  CHECK(recommended(300.0 / 300, 300).candidate == "float16");
  CHECK(recommended(200.0 / 300, 10000).candidate == "float16");
  CHECK(recommended(1, 50).candidate == "small");
  CHECK(recommended(2, 50).candidate == "float16");
  CHECK(recommended(200.0 / 300, 300, {.accuracy_drop_points = 0.6}).candidate == "float16");
}

TEST_CASE("recommend: each goal takes what its rule says", "[pipeline][unit]") {
  const std::vector<Row> rows{kInt16, kInt8, kFloat16};
  CHECK(recommend(report_of(rows, Goal::balanced)).candidate == "int8");
  CHECK(recommend(report_of(rows, Goal::size)).candidate == "int8");
  CHECK(recommend(report_of(rows, Goal::latency)).candidate == "int8");
  CHECK(recommend(report_of(rows, Goal::accuracy)).candidate == "float16");
}

TEST_CASE("recommend: balanced does not give half a point away for bytes", "[pipeline][unit]") {
  const Row small{"small", 0.984, 1000, 1000, 1};
  CHECK(recommend(report_of({small, kFloat16}, Goal::balanced)).candidate == "float16");
  CHECK(recommend(report_of({small, kFloat16}, Goal::size)).candidate == "small");
}

TEST_CASE("recommend: as accurate as each other, the smaller one is taken", "[pipeline][unit]") {
  Row large = kFloat16;
  large.top1 = kInt8.top1;
  CHECK(recommend(report_of({large, kInt8}, Goal::accuracy)).candidate == "int8");
}

TEST_CASE("recommend: the order of candidates changes nothing but ties", "[pipeline][property]") {
  const std::vector<std::vector<Row>> orders{{kInt8, kInt16, kFloat16}, {kFloat16, kInt8, kInt16}, {kInt16, kFloat16, kInt8}};
  for (const Goal goal : all_goals()) {
    const std::string first = recommend(report_of(orders[0], goal)).candidate;
    for (const auto& rows : orders) CHECK(recommend(report_of(rows, goal)).candidate == first);
  }
}

TEST_CASE("recommend: with every budget below the least need nothing is taken, from there on only what fits", "[pipeline][property]") {
  const std::vector<Row> rows{{"int8", 0.989, 400, 100, 8}, {"int16", 0.9898, 420, 200, 15}, {"float16", 0.99, 800, 400, 40}};
  const auto row_of = [&](const std::string& id) {
    return *std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.id == id; });
  };
  for (const Goal goal : all_goals()) {
    for (std::int64_t flash = 0; flash <= 850; ++flash) {
      const Recommendation taken = recommend(report_of(rows, goal, {.flash_bytes = flash}));
      CHECK(taken.candidate.empty() == (flash < 400));
      if (!taken.candidate.empty()) CHECK(row_of(taken.candidate).flash <= flash);
    }
    for (std::int64_t ram = 0; ram <= 450; ++ram) {
      const Recommendation taken = recommend(report_of(rows, goal, {.ram_bytes = ram}));
      CHECK(taken.candidate.empty() == (ram < 100));
      if (!taken.candidate.empty()) CHECK(row_of(taken.candidate).ram <= ram);
    }
  }
}

TEST_CASE("recommend: limits rule candidates out, and say which and by how much", "[pipeline][unit]") {
  const OptimizeReport report = report_of({kInt8, kFloat16}, Goal::balanced, {.accuracy_drop_points = 0.05});
  const Recommendation recommendation = recommend(report);
  CHECK(recommendation.candidate == "float16");
  CHECK(says(recommendation.why_not, "int8: accuracy drop 0.10 points, limit 0.05"));
  CHECK(says(recommendation.reasons, "only candidate that meets every limit"));
}

TEST_CASE("recommend: a collapsed candidate is never taken, though nothing else is there", "[pipeline][unit]") {
  Row drop = kInt8, noise = kInt16;
  drop.top1 = 0.93;
  noise.sqnr_db = 9.9;
  const OptimizeReport report = report_of({drop, noise}, Goal::size);
  CHECK(report.candidates[0].collapsed);
  CHECK(report.candidates[1].collapsed);
  CHECK_FALSE(report.candidates[0].on_front);
  const Recommendation recommendation = recommend(report);
  CHECK(recommendation.candidate.empty());
  CHECK(says(recommendation.why_not, "int8: collapsed: 6.0 points lost"));
  CHECK(says(recommendation.why_not, "int16: collapsed: SQNR of the output 9.9 dB"));
  CHECK(says(advice_for(report, {}), "ptq_int16x8"));
}

TEST_CASE("recommend: a collapse is explained by the layers that hurt most", "[pipeline][unit]") {
  OptimizeReport report = report_of({});
  CandidateReport candidate;
  candidate.metrics.top1 = Share{0.5, 0.4, 0.6};
  candidate.sensitivity = {{"conv1", "conv2d", 30, 30, ""}, {"dw", "depthwise_conv2d", 5, 4, ""}, {"fc", "fully_connected", 20, 20, ""}};
  rate_candidate(report, candidate, 0);
  REQUIRE(candidate.collapsed);
  const std::size_t dw = candidate.collapse_reason.find("dw (depthwise_conv2d, 4.0 dB"), fc = candidate.collapse_reason.find("fc (");
  CHECK(dw != std::string::npos);
  CHECK(dw < fc);
}

TEST_CASE("recommend: failures are told and take nobody down", "[pipeline][unit]") {
  const Row broken{.id = "broken", .top1 = 0, .flash = 0, .ram = 0, .failure = "no kernel"};
  const Recommendation recommendation = recommend(report_of({broken, kInt8}));
  CHECK(recommendation.candidate == "int8");
  CHECK(says(recommendation.why_not, "broken: no kernel"));
}

TEST_CASE("recommend: a device that is too small is answered with those that are not", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8});
  CandidateReport& candidate = report.candidates[0];
  candidate.targets[0].fits = false;
  candidate.targets[0].verdict = "does not fit: flash 120 % full";
  rate_candidate(report, candidate, 0);
  const std::vector<std::string> advice = advice_for(report, std::vector<DeviceFit>{{"small", "Small", false}, {"large", "Large", true}});
  CHECK(says(advice, "int8 fits: large (Large)"));
  CHECK_FALSE(says(advice, "small (Small)"));
}

TEST_CASE("recommend: what is advised is the candidate that is nearest to the limits, not the smallest", "[pipeline][unit]") {
  const Row slow{"slow", 0.989, 38000, 10000, 1234.56};
  const Limits limits{.flash_bytes = 1000, .latency_ms = 0.5};
  const OptimizeReport report = report_of({slow, kInt8}, Goal::balanced, limits);
  REQUIRE(nearest_candidate(report));
  CHECK(nearest_candidate(report)->id == "int8");
  // A time of four digits is advised whole, and rounded up.
  CHECK(says(advice_for(report_of({slow}, Goal::balanced, limits), {}), "latency limit 1234.6ms (--max-latency)"));
}

TEST_CASE("recommend: nothing is said of an accuracy that is not known", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8, kFloat16});
  report.score = "none";
  report.baseline = {};
  for (CandidateReport& candidate : report.candidates) candidate.metrics = {}, rate_candidate(report, candidate, 0);
  const Recommendation recommendation = recommend(report);
  CHECK_FALSE(says(recommendation.reasons, "most accurate"));
  CHECK(says(recommendation.reasons, "nothing says how accurate it is"));
}

TEST_CASE("recommend: where no time is known the goal latency goes by work and bytes, and says so", "[pipeline][unit]") {
  Row narrow = kInt8, wide = kInt16;
  narrow.latency_ms = wide.latency_ms = 0;
  OptimizeReport report = report_of({wide, narrow}, Goal::latency);
  for (CandidateReport& candidate : report.candidates) {
    candidate.macs = 500000;
    candidate.constant_bytes = 40000;
    candidate.arena_bytes = candidate.id == "int8" ? 10000 : 20000;
  }
  const Recommendation recommendation = recommend(report);
  CHECK(recommendation.candidate == "int8");
  CHECK(recommendation.reasons[0] ==
        "goal latency: no time is known; it has the least multiply-accumulates x bytes of constants and arena");
  CHECK(goal_warning(report).find("no time can be estimated on board") != std::string::npos);
  report.target.clear();
  CHECK(goal_warning(report).find("no target is named") != std::string::npos);
  // Half the work in as many bytes is sooner done.
  report.candidates[0].macs = 200000;
  CHECK(recommend(report).candidate == "int16");
  // One time that is known is more than none.
  const OptimizeReport timed = report_of({wide, kInt8}, Goal::latency);
  CHECK(recommend(timed).candidate == "int8");
  CHECK(says(recommend(timed).reasons, "its estimated time is the shortest of those that are known"));
  CHECK(goal_warning(timed).empty());
  CHECK(recommend(report_of({kInt8, kInt16}, Goal::latency)).reasons[0] == "goal latency: its estimated time is the shortest");
}

TEST_CASE("recommend: balanced speaks of time only where it was weighed", "[pipeline][unit]") {
  CHECK(says(recommend(report_of({kInt8, kInt16})).reasons, "the least flash x RAM x time"));
  const std::vector<std::string> untimed = recommend(report_of({kInt8, kFloat16})).reasons;
  CHECK(says(untimed, "the least flash x RAM"));
  CHECK_FALSE(says(untimed, "x time"));
}

TEST_CASE("recommend: an AUC is told with its interval", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8});
  report.score = "auc";
  report.baseline.auc = Estimate{0.9912, 0.98, 0.995};
  report.candidates[0].metrics.auc = Estimate{0.9876, 0.97, 0.994};
  rate_candidate(report, report.candidates[0], 0);
  const Recommendation recommendation = recommend(report);
  CHECK(recommendation.sentence.find("AUC 0.9876 (-0.36 points)") != std::string::npos);
  CHECK(says(recommendation.reasons, "AUC 0.9876 (95 % interval 0.9700 to 0.9940), float model 0.9912, on 1,000 samples"));
}

TEST_CASE("recommend: an error that grows by more than 5 % of what there is to explain is a collapse", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8});
  report.score = "mse";
  report.baseline.mse = Estimate{1, 0.9, 1.1};
  CandidateReport& candidate = report.candidates[0];
  candidate.accuracy_drop.reset();
  candidate.metrics.target_variance = 20;
  candidate.metrics.mse = Estimate{1.9, 1.8, 2};
  rate_candidate(report, candidate, 0);
  CHECK_FALSE(candidate.collapsed);
  CHECK(*loss_points(candidate) == 4.5);
  candidate.metrics.mse = Estimate{2.1, 2, 2.2};
  rate_candidate(report, candidate, 0);
  CHECK(candidate.collapsed);
  CHECK(candidate.collapse_reason.starts_with("the mean square error grew by 5.5 % of the targets' variance"));
}

TEST_CASE("recommend: nothing is said twice", "[pipeline][unit]") {
  const Recommendation recommendation = recommend(report_of({kInt8, kFloat16, kFloat16}));
  CHECK(recommendation.why_not.size() == 1);
  std::vector<std::string> texts{"a", "b", "a", "c", "b"};
  drop_repeats(texts);
  CHECK(texts == std::vector<std::string>{"a", "b", "c"});
}

TEST_CASE("recommend: what an integer network was calibrated on is not known", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8});
  report.baseline = {};
  CHECK(says(recommend(report).reasons, "on 1,000 samples that calibration did not see"));
  report.candidates[0].metrics.unseen = false;
  const Recommendation recommendation = recommend(report);
  CHECK(says(recommendation.reasons, "on 1,000 samples"));
  CHECK_FALSE(says(recommendation.reasons, "calibration did not see"));
}

TEST_CASE("recommend: what no candidate meets is answered with what to relax", "[pipeline][unit]") {
  const OptimizeReport report = report_of({kInt8, kFloat16}, Goal::balanced, {.flash_bytes = 1024, .latency_ms = 9});
  const Recommendation recommendation = recommend(report);
  CHECK(recommendation.candidate.empty());
  CHECK(recommendation.sentence == "No candidate meets every limit.");
  const std::vector<std::string> advice = advice_for(report, std::vector<DeviceFit>{{"small", "Small", false}, {"large", "Large", true}});
  CHECK(says(advice, "int8 would do with flash limit 40.0K (--max-flash)"));
  // The device is large enough already: no other one is advised.
  CHECK_FALSE(says(advice, "fits: large"));
  // What was advised is enough.
  const OptimizeReport relaxed = report_of({kInt8, kFloat16}, Goal::balanced, {.flash_bytes = 40000, .latency_ms = 9});
  CHECK(recommend(relaxed).candidate == "int8");
}

TEST_CASE("recommend: a limit on what is not known is not met", "[pipeline][unit]") {
  const OptimizeReport report = report_of({kFloat16}, Goal::balanced, {.latency_ms = 1000});
  CHECK_FALSE(report.candidates[0].meets_limits);
  CHECK(says(report.candidates[0].broken_limits, "latency not known on this device"));
}

TEST_CASE("compare: the front holds whom nobody beats in everything", "[pipeline][unit]") {
  const Row worse{"worse", 0.988, 45000, 21000, 16};
  const OptimizeReport report = report_of({kInt8, kInt16, kFloat16, worse});
  CHECK(report.candidates[0].on_front);
  CHECK(report.candidates[1].on_front);
  CHECK(report.candidates[2].on_front);
  CHECK_FALSE(report.candidates[3].on_front);
}

TEST_CASE("recommend: flash with code is not compared with flash without", "[pipeline][unit]") {
  OptimizeReport report = report_of({kInt8, {"bare", kInt8.top1, 35000, 40000}}, Goal::size);
  report.candidates[0].targets[0].code_bytes.value = 9000;
  report.candidates[1].targets[0].code_bytes = {};
  CHECK(recommend(report).candidate == "bare");
  report.candidates[1].targets[0].constant_bytes = 45000;  // more constants, though less than constants and code of the other
  CHECK(recommend(report).candidate == "int8");
  CHECK(says(recommend(report).why_not, "1.12 x the constants"));
}

TEST_CASE("compare: a better candidate has a negative drop", "[pipeline][unit]") {
  const OptimizeReport report = report_of({{"up", 0.995, 1, 1}});
  REQUIRE(report.candidates[0].accuracy_drop.has_value());
  CHECK(*report.candidates[0].accuracy_drop < 0);
  CHECK(recommend(report).sentence.find("(+0.50 points)") != std::string::npos);
}

TEST_CASE("compare: without labels agreement is the score", "[pipeline][unit]") {
  OptimizeReport report;
  report.score = choose_score(Metrics{.samples = 10}, true, true);
  CHECK(report.score == "agreement");
  CandidateReport candidate;
  candidate.metrics.agreement = Share{0.9, 0.8, 0.95};
  rate_candidate(report, candidate, 0);
  CHECK(candidate.accuracy_drop.value() > 9.9);
  CHECK(candidate.collapsed);
  CHECK(choose_score(Metrics{}, true, false) == "sqnr");
  CHECK(choose_score(Metrics{}, false, false) == "none");
}
