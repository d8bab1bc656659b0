#include "core/view/results_view.h"

#include <catch2/catch_test_macros.hpp>

#include "core/view/candidate_figures.h"
#include "core/view/figures.h"
#include "core/view/run_view.h"
#include "tests/support/sample_job_report.h"

using namespace thimble;

namespace {

template <class T>
const T& root_of(const ViewBytes& bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  REQUIRE(verifier.VerifyBuffer<T>(nullptr));
  return *flatbuffers::GetRoot<T>(data);
}

ViewBytes results_of(const OptimizeReport& report, std::string chosen = {}) {
  return build_results_view({.report = &report, .chosen = std::move(chosen), .class_names = {}, .pictures = {}});
}

}  // namespace

TEST_CASE("results_view: options are lines of name and value", "[view][unit]") {
  OptimizeReport report = test::sample_job_report();
  report.candidates[0].options = R"({"observer":"mse","percentile":99.9})";
  report.candidates[1].options = "{}";
  const ViewBytes bytes = results_of(report);
  CHECK(root_of<view::ResultsView>(bytes).candidates()->Get(0)->options()->str() == "observer mse\npercentile 99.9");
  CHECK(root_of<view::ResultsView>(bytes).candidates()->Get(1)->options()->str().empty());
}

TEST_CASE("results_view: recommendation, verdicts and deltas with sign", "[view][unit]") {
  const OptimizeReport report = test::sample_job_report();
  const ViewBytes bytes = build_results_view({.report = &report, .chosen = "ptq_int8", .class_names = {}, .pictures = {}});
  const auto& view = root_of<view::ResultsView>(bytes);
  REQUIRE(view.candidates()->size() == 4);
  const view::Candidate& best = *view.candidates()->Get(0);
  CHECK(best.verdict()->str() == "recommended");
  CHECK(best.accuracy()->text()->str() == "98.9");
  CHECK(best.drop()->text()->str() == "-0.10");
  CHECK(best.flash()->text()->str() == "58.6");
  CHECK(best.flash()->origin() == view::Origin::estimated);
  CHECK(view.candidates()->Get(1)->verdict()->str() == "flash 112 KiB, limit 100 KiB");
  CHECK(view.candidates()->Get(1)->why_not()->str() == "float16: flash 112 KiB, limit 100 KiB");
  CHECK(view.candidates()->Get(2)->verdict()->str() == "collapsed");
  CHECK(view.candidates()->Get(2)->meaning() == view::Meaning::bad);
  CHECK(view.candidates()->Get(3)->accuracy()->text()->str() == "-");
  CHECK(view.disagreement_text()->str() == "On 3 of 1,000 samples int8, post-training and float answer different classes.");
}

TEST_CASE("figures: a tip says once where a number comes from, also where its source begins so", "[view][unit]") {
  const Quantity named{1.5, 1, 2, Provenance::estimated, "estimated; active power 320 mW"},
      plain{1.5, 1, 2, Provenance::estimated, "a model"};
  CHECK(provenance_text(named, "ms") == "Estimated, 1.00 to 2.00 ms: active power 320 mW");
  CHECK(provenance_text(plain, "ms") == "Estimated, 1.00 to 2.00 ms: a model");
}

TEST_CASE("results_view: scores say on what, and how sure they are; samples have their names", "[view][unit]") {
  OptimizeReport report = test::sample_job_report();
  const auto tip_of = [](const Metrics& metrics, Score score) { return score_figure(metrics, score)->tip; };
  Metrics& metrics = report.candidates[0].metrics;
  CHECK(tip_of(metrics, Score::top1) ==
        "Measured on 1,000 samples that calibration did not see, by integer kernels; with 95 % confidence 97.9 to 99.4 %");
  metrics.unseen = false;
  metrics.auc = Estimate{0.9876, 0.97, 0.994};
  CHECK(tip_of(metrics, Score::auc) == "Measured on 1,000 samples, by integer kernels; with 95 % confidence 0.9700 to 0.9940");
  const ViewBytes bytes = results_of(report, "ptq_int8");
  CHECK(root_of<view::ResultsView>(bytes).disagreements()->Get(2)->name()->str() == "digits/7/2.png");
}

TEST_CASE("scatter: an AUC and a mean square error have whiskers, and no limit of accuracy where that is none", "[view][unit]") {
  OptimizeReport report = test::sample_job_report();
  report.limits = {.min_accuracy = 0.9};
  const auto points_of = [&](const char* score) {
    report.score = score;
    auto scatter = build_scatter(report);
    REQUIRE(scatter);
    REQUIRE_FALSE(scatter->points.empty());
    return scatter;
  };
  for (CandidateReport& candidate : report.candidates) {
    candidate.metrics.auc = Estimate{0.95, 0.9, 0.97};
    candidate.metrics.mse = Estimate{4, 3, 5};
  }
  const auto auc = points_of("auc");
  CHECK((auc->points[0]->y_low == 0.9 && auc->points[0]->y == 0.95 && auc->points[0]->y_high == 0.97));
  CHECK(auc->y->limit == 0.9);
  const auto mse = points_of("mse");
  CHECK((mse->points[0]->y_low == 3 && mse->points[0]->y_high == 5));
  CHECK(mse->y->limit_text.empty());
  report.candidates[0].accuracy_drop.reset();
  report.candidates[0].error_growth = 0.25;
  CHECK(drop_figure(report.candidates[0], Score::mse)->text == "-0.25");
  CHECK(points_of("sqnr")->y->limit_text.empty());
}

TEST_CASE("results_view: layers are ranked by what they cost, the worst first", "[view][unit]") {
  const OptimizeReport report = test::sample_job_report();
  const ViewBytes bytes = results_of(report);
  const auto& layers = *root_of<view::ResultsView>(bytes).candidates()->Get(0)->layers();
  REQUIRE(layers.size() == 6);
  for (flatbuffers::uoffset_t i = 1; i < layers.size(); ++i)
    CHECK(layers.Get(i - 1)->output_sqnr()->sort() <= layers.Get(i)->output_sqnr()->sort());
  CHECK(layers.Get(0)->layer()->str() == "layer_5/a name that is long");
}

TEST_CASE("scatter: points inside the axes, ticks too, the limits as lines; collapsed and failed ones stay out", "[view][unit]") {
  const OptimizeReport report = test::sample_job_report();
  const auto scatter = build_scatter(report);
  REQUIRE(scatter);
  CHECK(scatter->points.size() == 3);  // two candidates and the float baseline
  for (const auto& point : scatter->points) {
    CHECK(point->x >= scatter->x->low);
    CHECK(point->x <= scatter->x->high);
    CHECK(point->y_low >= scatter->y->low);
    CHECK(point->y_high <= scatter->y->high);
  }
  CHECK(scatter->x->limit == 100);
  CHECK(scatter->y->limit == 98);
  CHECK(scatter->x->ticks.size() >= 3);
  for (const auto& tick : scatter->y->ticks) CHECK((tick->at >= scatter->y->low - 1e-9 && tick->at <= scatter->y->high + 1e-9));
}

TEST_CASE("results_view: without data nothing is plotted and nothing is 0", "[view][unit]") {
  OptimizeReport report = test::sample_job_report();
  report.score = "none";
  report.data_summary.clear();
  for (CandidateReport& candidate : report.candidates) {
    candidate.metrics = {};
    candidate.accuracy_drop.reset();
  }
  report.baseline = {};
  const ViewBytes bytes = results_of(report);
  const auto& view = root_of<view::ResultsView>(bytes);
  CHECK_FALSE(view.scatter());
  CHECK(view.candidates()->Get(0)->accuracy()->text()->str() == "-");
  CHECK(view.subtitle()->str().starts_with("No data"));
}

TEST_CASE("run_view: bars, phases and time left of each row; a failed one says why", "[view][unit]") {
  RunInfo run{.model = "digits.onnx", .seconds = 12};
  const OptimizeReport report = test::sample_job_report();
  run.rows.push_back({.technique = "a", .title = "A", .state = RunState::done, .seconds = 3.2, .report = report.candidates[0]});
  run.rows.push_back({.technique = "b", .title = "B", .state = RunState::failed, .seconds = 1, .report = report.candidates[3]});
  run.rows.push_back(
      {.technique = "c", .title = "C", .state = RunState::running, .phase = "calibrate", .done = 75, .of = 300, .seconds_left = 12.0});
  run.rows.push_back({.technique = "d", .title = "D"});
  const ViewBytes bytes = build_run_view(run);
  const auto& view = root_of<view::RunView>(bytes);
  CHECK(view.title()->str() == "2 of 4 techniques done");
  CHECK(view.share() == (2 + 0.25f) / 4);
  CHECK(view.rows()->Get(0)->time()->str() == "took 3.2 s");
  CHECK(view.rows()->Get(0)->facts()->size() == 5);
  CHECK(view.rows()->Get(1)->message()->str() == "no kernel for softmax_s16; take ptq_int8");
  CHECK(view.rows()->Get(2)->phase()->str() == "calibrate, 75 of 300");
  CHECK(view.rows()->Get(2)->time()->str() == "about 12 s left");
  CHECK(view.rows()->Get(3)->state() == view::RowState::waiting);
}
