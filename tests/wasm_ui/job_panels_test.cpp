#include <catch2/catch_test_macros.hpp>

#include "core/view/plan_view.h"
#include "core/view/results_view.h"
#include "tests/support/sample_job_report.h"
#include "tests/wasm_ui/headless.h"
#include "tests/wasm_ui/sample_reports.h"

using namespace thimble;
using namespace thimble::test;

namespace {

void show_all(Headless& page) {
  page.show(ordinary_report(), "stm32f746");
  page.show_job(ordinary_job());
}

}  // namespace

TEST_CASE("open_files: models by their names, all others as one data set, in the order given", "[ui][unit]") {
  Headless page(1440, 900);
  page.app->open_files(
      R"([{"handle":1,"path":"d/0/a.png","size":5},{"handle":2,"path":"net.ONNX","size":9},{"handle":3,"path":"d/1/b.png","size":6}])", "");
  REQUIRE(page.platform.sent.size() == 2);
  CHECK(page.platform.sent[0].kind == "open_model");
  const std::string others = R"([{"handle":1,"path":"d/0/a.png","size":5},{"handle":3,"path":"d/1/b.png","size":6}])";
  CHECK(page.platform.sent[0].body == R"({"name":"net.ONNX","siblings":)" + others + "}");
  CHECK(page.platform.files[0] == 2);
  CHECK(page.platform.sent[1].kind == "open_data");
  CHECK(page.platform.sent[1].body == R"({"files":)" + others + "}");
  page.app->open_files(R"([{"handle":4,"path":"what.bin","size":5}])", "model");
  CHECK(page.platform.sent.back().kind == "open_model");
  for (const char* odd : {"", "{}", "[3]", R"([{"path":"a"}])", "[{]"}) page.app->open_files(odd, "data");
  CHECK(page.platform.sent.size() == 3);
}

TEST_CASE("data panel: says what is missing, then shows tiles, preprocessing and warnings", "[ui][unit]") {
  Headless page(1440, 900);
  page.app->go_to("data");
  page.draw();
  page.press("button", "Open files");
  page.press("button", "Open a folder");
  CHECK(page.platform.data_picks == 1);
  CHECK(page.platform.folder_picks == 1);
  show_all(page);
  page.app->go_to("data");
  page.draw(4);
  CHECK(page.count("img") >= 8);
  CHECK(page.has("text", "Divided by 255"));
  CHECK(page.has("text", "All values are above 0.5"));
  CHECK(page.has("text", "calibration"));
  CHECK(page.has("text", "class 3"));
}

TEST_CASE("data panel: of 600 samples and 5,000 classes only those in sight are drawn", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.show_job(huge_job());
  page.app->go_to("data");
  page.draw(4);
  CHECK(page.count("img") < 80);
  CHECK(page.count("text") < 80);
  CHECK(page.triangles() < 60000);
}

TEST_CASE("plan panel: the recipe is told in words", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.show_job(ordinary_job());
  page.app->go_to("plan");
  page.draw();
  CHECK(page.platform.mirrored.find(R"("name":"observer","value":"mse")") != std::string::npos);
  CHECK(page.platform.mirrored.find(R"("name":"Goal","value":"Balanced")") != std::string::npos);
  CHECK(page.platform.mirrored.find(R"("name":"Calibration","value":"300")") != std::string::npos);
  CHECK(page.platform.mirrored.find(R"("name":"Evaluation","value":"the rest")") != std::string::npos);
  CHECK(page.platform.mirrored.find(R"(\"thimble\")") == std::string::npos);
}

TEST_CASE("plan panel: every edit is one request with what was meant", "[ui][unit]") {
  Headless page(1440, 2400);
  show_all(page);
  page.app->go_to("plan");
  page.draw(4);
  page.press("tab", "Size");
  CHECK(page.platform.sent.back().kind == "edit_plan");
  CHECK(page.platform.sent.back().body == R"({"goal":"size"})");
  page.press("textbox", "Flash", ui::MirrorAction::text, "64K");
  CHECK(page.platform.sent.back().body == R"({"limit":"flash","value":"64K"})");
  page.press("button", "int8, post-training");
  CHECK(page.platform.sent.back().body == R"({"technique":"ptq_int8","chosen":"false"})");
  page.press("button", "Options");
  page.draw(4);
  page.press("tab", "min_max");
  CHECK(page.platform.sent.back().body == R"({"technique":"ptq_int8","option":"observer","value":"min_max"})");
  page.press("button", "equalize");
  CHECK(page.platform.sent.back().body == R"({"technique":"ptq_int8","option":"equalize","value":"false"})");
  page.press("textbox", "percentile", ui::MirrorAction::text, "99");
  CHECK(page.platform.sent.back().body == R"({"technique":"ptq_int8","option":"percentile","value":"99"})");
  page.press("textbox", "Calibration", ui::MirrorAction::text, "100");
  CHECK(page.platform.sent.back().body == R"({"samples":"calibration","value":"100"})");
  CHECK(page.has("text", "needs what is not there"));
  CHECK(page.has("text", "Weights"));
  CHECK(page.app->key("ctrl+z"));
  CHECK_FALSE(page.app->key("ctrl+shift+z"));
  page.draw(4);
  CHECK(page.platform.sent.back().body == R"({"undo":true})");
  page.press("button", "Choose another target");
  page.draw();
  CHECK(page.app->hash() == "hardware");
}

TEST_CASE("run panel: runs, is cancelled, and says that it stopped", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  JobViews job = ordinary_job();
  page.show_job(job);
  page.app->go_to("plan");
  page.draw(4);
  page.press("button", "Run the plan");
  page.draw();
  CHECK(page.app->hash() == "run");
  const std::int64_t request = page.platform.sent.back().id;
  CHECK(page.platform.sent.back().kind == "run_optimize");
  page.draw(4);
  CHECK(page.has("text", "Technique 1"));
  page.press("button", "Cancel");
  CHECK(page.platform.sent.back().kind == "cancel");
  CHECK(page.platform.sent.back().body == "{\"request\":" + std::to_string(request) + "}");
  page.answer(request, "failed", R"({"code":"cancelled","message":"cancelled"})");
  page.draw(4);
  CHECK_FALSE(page.has("text", "Error"));
  CHECK(page.platform.mirrored.find("stopped") != std::string::npos);
  CHECK(page.has("heading", "Stopped"));
}

TEST_CASE("top bar: Ctrl+Enter runs the plan from every step, and leads to the plan where it cannot run", "[ui][unit]") {
  Headless page(1440, 900);
  page.draw();
  CHECK_FALSE(page.app->key("ctrl+enter"));
  show_all(page);
  page.app->go_to("hardware");
  page.draw();
  CHECK(page.app->key("ctrl+enter"));
  page.draw();
  CHECK(page.platform.sent.back().kind == "run_optimize");
  CHECK(page.app->hash() == "run");
  const std::size_t before = page.platform.sent.size();
  CHECK_FALSE(page.app->key("ctrl+enter"));
  page.answer(page.platform.sent.back().id, "failed", R"({"code":"cancelled","message":"cancelled"})");
  PlanInfo blocked;
  blocked.blocked = "Choose a technique.";
  page.answer(0, "view", R"({"name":"plan","seq":9})", {Blob(build_plan_view(blocked))});
  page.app->go_to("data");
  page.draw();
  CHECK(page.app->key("ctrl+enter"));
  page.draw();
  CHECK(page.platform.sent.size() == before);
  CHECK(page.app->hash() == "plan");
}

TEST_CASE("run panel: a finished run leads to its results", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  page.show_job(ordinary_job());
  page.app->go_to("plan");
  page.draw(4);
  page.press("button", "Run the plan");
  page.draw();
  page.answer(page.platform.sent.back().id, "done", "{}");
  page.draw();
  CHECK(page.app->hash() == "results");
  REQUIRE(page.platform.sent.back().kind == "check_inputs");
  page.answer(page.platform.sent.back().id, "done", R"({"count":2,"shape":[1,4]})");
  page.draw();
  CHECK(page.platform.onnx.ends_with(R"({"count":2,"shape":[1,4]})"));
  page.app->onnx_done(31, R"({"version":"1.30.0"})");
  CHECK(page.platform.sent.back().kind == "check_outputs");
  CHECK(page.platform.files.back() == 31);
}

TEST_CASE("downloads: a package stays until it is another's; what is saved at once, and a check of another network, is dropped",
          "[ui][unit]") {
  RecordingPlatform platform;
  ui::CoreLink core(platform);
  std::uint32_t last = 0;
  const auto done = [&](const char* kind, const char* body) {
    const std::int64_t re = core.send(kind, "{}", {});
    core.receive(encode_message({.id = ++last, .re = re, .kind = "done", .body = body, .blobs = {}}));
    return last;
  };
  using Handles = std::vector<std::uint32_t>;
  const std::uint32_t package = done("emit_package", R"({"file_name":"net.zip"})");
  const std::uint32_t exported = done("export_model", R"({"file_name":"net.onnx"})");
  CHECK(platform.saved == std::to_string(exported) + " net.onnx");
  CHECK(platform.dropped == Handles{exported});
  const std::uint32_t check = done("check_inputs", R"({"count":2})");
  CHECK(platform.dropped == Handles{exported});
  const std::uint32_t opened = done("open_model", "{}");
  CHECK(platform.dropped == Handles{exported, check, package, opened});
}

TEST_CASE("results panel: recommendation, choice by row and by point, downloads saved as they come", "[ui][unit]") {
  Headless page(1440, 1600);
  show_all(page);
  page.app->go_to("results");
  page.draw(4);
  CHECK(page.has("heading", "Take int8, post-training"));
  CHECK(page.count("row") == 4);
  CHECK(page.count("img") == 3);
  CHECK(page.has("text", "ONNX Runtime: agrees on 200 of 200 samples"));
  page.press("row", "float16 weights");
  CHECK(page.platform.sent.back().kind == "choose_candidate");
  CHECK(page.platform.sent.back().body == R"({"candidate":"float16"})");
  page.answer(page.platform.sent.back().id, "done", "{}");
  page.draw();
  page.press("button", "float16 weights: 99.0 %");
  CHECK(page.platform.sent.back().body == R"({"candidate":"float16"})");
  page.answer(page.platform.sent.back().id, "done", "{}");
  page.draw();
  page.press("button", ".tflite");
  CHECK(page.platform.sent.back().body == R"({"candidate":"ptq_int8","format":"tflite"})");
  page.answer(page.platform.sent.back().id, "done", R"({"file_name":"digits_int8.tflite"})");
  page.draw();
  CHECK(page.platform.saved.find("digits_int8.tflite") != std::string::npos);
  page.press("button", "Download the package");
  CHECK(page.platform.sent.back().body == R"({"candidate":"ptq_int8","save":true})");
}

TEST_CASE("plan panel: cards out of sight are there for the keyboard, and come into sight with the focus", "[ui][unit]") {
  Headless page(1440, 700);
  page.show(ordinary_report());
  page.show_job(huge_job());
  page.app->go_to("plan");
  page.draw(4);
  const int before = page.triangles();
  CHECK(page.has("textbox", "Calibration"));
  CHECK(page.count("button") > 40);
  page.press("textbox", "Calibration", ui::MirrorAction::focus);
  page.draw(6);
  CHECK(page.triangles() != before);
  CHECK(page.triangles() < 60000);
  page.press("textbox", "Calibration", ui::MirrorAction::text, "77");
  CHECK(page.platform.sent.back().body == R"({"samples":"calibration","value":"77"})");
}

TEST_CASE("scatter plot: saved as PNG, SVG and CSV", "[ui][unit]") {
  Headless page(1440, 1600);
  show_all(page);
  page.app->go_to("results");
  page.draw(4);
  const auto save = [&](const char* form) {
    page.press("button", "Save the plot");
    page.press("button", form);
    page.draw();
    CHECK_FALSE(page.has("button", form));
    return page.platform.saved;
  };
  CHECK(save("As PNG").starts_with("candidates.png "));
  const std::string svg = save("As SVG"), csv = save("As CSV");
  CHECK(svg.starts_with("candidates.svg\n<svg "));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(svg.find("int8, post-training") != std::string::npos);
  CHECK(csv.starts_with("candidates.csv\ncandidate,\""));
  CHECK(csv.find("\n\"int8, post-training\",") != std::string::npos);
}

TEST_CASE("results panel: the verdict has the room that its words need", "[ui][unit]") {
  Headless page(1440, 900);
  page.show(ordinary_report());
  const auto width = [&](const std::string& limit) {
    JobViews job = ordinary_job();
    OptimizeReport report = sample_job_report();
    report.candidates[1].broken_limits = {limit};
    job.results = build_results_view({.report = &report, .chosen = "ptq_int8", .class_names = {}, .pictures = {}});
    page.show_job(job);
    page.app->go_to("results");
    page.draw();
    return page.rect("columnheader", "Verdict").width();
  };
  const float narrow = width("flash");
  CHECK(width("flash 112 KiB, limit 100K (97.7 KiB)") > narrow + 40);
  CHECK(page.has("columnheader", "RAM"));
}

TEST_CASE("results panel: on a small page a long verdict is cut before its column goes", "[ui][unit]") {
  Headless page(1024, 768);
  page.show(ordinary_report());
  JobViews job = ordinary_job();
  OptimizeReport report = sample_job_report();
  report.candidates[1].broken_limits = {"flash (constants without code) 112 KiB, limit 100K (97.7 KiB); RAM 112 KiB, limit 64KiB"};
  job.results = build_results_view({.report = &report, .chosen = "ptq_int8", .class_names = {}, .pictures = {}});
  page.show_job(job);
  page.app->go_to("results");
  page.draw();
  CHECK(page.has("columnheader", "Verdict"));
  CHECK(page.has("columnheader", "RAM"));
}

TEST_CASE("job panels: another model or other data forget the results", "[ui][unit]") {
  Headless page(1440, 900);
  show_all(page);
  page.show(ordinary_report());
  page.app->go_to("results");
  page.draw();
  CHECK(page.has("heading", "No results yet"));
}

TEST_CASE("job panels: at rest no frame is asked for", "[ui][unit]") {
  Headless page(1440, 900);
  show_all(page);
  for (const char* step : {"data", "plan", "run", "results"}) {
    page.app->go_to(step);
    page.draw(6);
    CHECK(page.app->wake_ms() < 0);
  }
}
