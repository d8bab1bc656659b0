#include "tests/wasm_ui/sample_job.h"

#include "core/base/text.h"
#include "core/view/data_view.h"
#include "core/view/plan_view.h"
#include "core/view/results_view.h"
#include "core/view/run_view.h"
#include "tests/support/sample_job_report.h"

namespace thimble::test {

namespace {

constexpr std::string_view kObservers[] = {"min_max", "mse"};
constexpr OptionSpec kOptions[] = {
    {.name = "observer", .help = "how ranges are found", .type = OptionType::choice, .choices = kObservers, .fallback = "mse"},
    {.name = "equalize", .help = "evens out the ranges of neighbours", .type = OptionType::flag, .fallback = "true"},
    {.name = "percentile", .help = "share of the values inside", .type = OptionType::real, .low = 90, .high = 100, .fallback = "99.9"},
};
const TechniqueDef kInt8{.title = "int8, post-training",
                         .doc = "Weights and activations in 8 bits.",
                         .paper = "A paper",
                         .options = kOptions,
                         .weight_bits = 8,
                         .activation_bits = 8};
const TechniqueDef kFloat16{.title = "float16 weights", .doc = "Weights in 16 bits.", .paper = {}, .needs_data = false};

Picture gradient(int side) {
  Picture out{.width = side, .height = side, .rgba = {}};
  for (int i = 0; i < side * side; ++i) {
    const auto value = static_cast<std::uint8_t>(i * 255 / (side * side));
    out.rgba.insert(out.rgba.end(), {value, value, value, 255});
  }
  return out;
}

DataInfo data_info(int tiles, int classes) {
  DataInfo out;
  out.title = "10,000 images of 28x28x1 in 10 classes (IDX)";
  out.subtitle = "train-images-idx3-ubyte, train-labels-idx1-ubyte";
  out.facts = {{"Format", "IDX"}, {"Seed", "1"}};
  out.preprocessing = {"Grey, 28 x 28, as the file has it", "Divided by 255: 0 to 1"};
  out.preprocessing_note = "Guessed from the first samples and the model's input";
  out.notes.warn("", "All values are above 0.5: is the picture inverted?");
  out.notes.note("readme.txt", "passed over: no sample");
  out.samples = 10000;
  out.splits = {{"calibration", "sets the ranges", 300}, {"tuning", "chooses", 200}, {"evaluation", "judges", 9500}};
  for (int i = 0; i < classes; ++i) out.classes.emplace_back("class " + std::to_string(i), 1000 - i);
  for (int i = 0; i < tiles; ++i) out.tiles.push_back({format("sample %d", i), std::to_string(i % 10), gradient(28), gradient(28)});
  return out;
}

PlanInfo plan_info() {
  PlanInfo out;
  out.techniques.push_back(
      {.name = "ptq_int8", .def = &kInt8, .chosen = true, .blocked = {}, .options = {{"percentile", {"120", "90 to 100"}}}});
  out.techniques.push_back({.name = "float16", .def = &kFloat16, .chosen = false, .blocked = "needs what is not there", .options = {}});
  out.goal = "balanced";
  out.limits = {{"flash", "Flash", "", "program memory", {"100K", {}}},
                {"latency", "Latency", "ms", "one inference", {"x", "not a number"}}};
  out.samples = {{"calibration", "Calibration", "samples", "sets the ranges", {"300", {}}},
                 {"evaluation", "Evaluation", "0: the rest", "judges", {"0", {}}}};
  out.target = "STM32F746G-DISCO";
  out.target_note = "1 MiB flash, 320 KiB RAM";
  out.summary = "1 technique on 300 samples, judged on 9,500";
  out.recipe = R"({"thimble":1})";
  out.parameters = 9400;
  out.can_undo = true;
  return out;
}

RunInfo run_info(int rows) {
  const OptimizeReport report = sample_job_report();
  RunInfo out{.model = "digits_cnn.onnx", .seconds = 12.5};
  for (int i = 0; i < rows; ++i) {
    out.rows.push_back({.technique = "t" + std::to_string(i),
                        .title = format("Technique %d", i),
                        .state = static_cast<RunState>(i % 4),
                        .phase = "calibrate",
                        .done = 30,
                        .of = 300,
                        .seconds = 1});
    if (i % 4 >= 2) out.rows.back().report = report.candidates[i % 4 == 2 ? 0 : 3];
  }
  return out;
}

ViewBytes results_of(const OptimizeReport& report, std::string chosen) {
  std::vector<Picture> pictures(report.disagreements.size(), gradient(28));
  return build_results_view({.report = &report, .chosen = std::move(chosen), .class_names = {}, .pictures = std::move(pictures)});
}

}  // namespace

JobViews ordinary_job() {
  return {.data = build_data_view(data_info(24, 10)),
          .plan = build_plan_view(plan_info()),
          .run = build_run_view(run_info(4)),
          .results = results_of(sample_job_report(), "ptq_int8"),
          .checks = build_checks_view({.state = {}, .rows = {{"ONNX Runtime", "agrees on 200 of 200 samples", true}}})};
}

JobViews empty_job() {
  return {.data = build_data_view({}),
          .plan = build_plan_view({}),
          .run = build_run_view({}),
          .results = results_of({}, {}),
          .checks = build_checks_view({})};
}

JobViews huge_job() {
  OptimizeReport report = sample_job_report(3000);
  for (int i = 0; i < 60; ++i) {
    report.candidates.push_back(
        sample_candidate(format("c%d", i), "a candidate with a name that is longer than its column", 0.9 + 0.001 * i, 1000 * i));
    report.disagreements.push_back(report.disagreements[0]);
  }
  PlanInfo plan = plan_info();
  for (int i = 0; i < 40; ++i) {
    plan.techniques.push_back(plan.techniques[0]);
    plan.techniques.back().name = format("technique_%d", i);
  }
  return {.data = build_data_view(data_info(600, 5000)),
          .plan = build_plan_view(plan),
          .run = build_run_view(run_info(60)),
          .results = results_of(report, "ptq_int8"),
          .checks = build_checks_view({})};
}

}  // namespace thimble::test
