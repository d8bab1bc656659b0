#include "core/view/views.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "view_generated.h"

using namespace thimble;

namespace {

ModelReport report_of(TargetReport target) {
  ModelReport out;
  out.name = "net";
  out.file_name = "net.tflite";
  out.format = "tflite";
  out.targets.push_back(std::move(target));
  return out;
}

TargetReport board(std::int64_t flash, std::int64_t ram) {
  TargetReport out;
  out.device = out.board = "board";
  out.core = "core";
  out.flash_bytes = flash;
  out.ram_bytes = ram;
  out.arena_bytes = 10000;
  out.constant_bytes = 20000;
  out.code_bytes = {5000, 4000, 6000, Provenance::estimated, "a table"};
  out.fits = true;
  out.verdict = "fits";
  return out;
}

const view::TargetsView& view_of(const ViewBytes& bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  flatbuffers::Verifier verifier(data, bytes.size());
  REQUIRE(verifier.VerifyBuffer<view::TargetsView>(nullptr));
  return *flatbuffers::GetRoot<view::TargetsView>(data);
}

}  // namespace

TEST_CASE("targets_view: shares are of what the device has, and no better known than their least known part", "[view][unit]") {
  const ViewBytes bytes = build_targets_view(report_of(board(100000, 40000)), "board");
  const view::Target& target = *view_of(bytes).targets()->Get(0);
  CHECK(target.flash()->text()->str() == "25");
  CHECK(target.flash()->origin() == view::Origin::estimated);
  CHECK(target.ram()->text()->str() == "25");
  CHECK(target.meaning() == view::Meaning::good);
  CHECK(target.fit()->str() == "fits: flash 25 %, RAM 25 %");
}

TEST_CASE("targets_view: the short verdict names only what does not fit", "[view][unit]") {
  TargetReport small = board(100000, 7000);
  small.fits = false;
  const ViewBytes bytes = build_targets_view(report_of(small), "board");
  CHECK(view_of(bytes).targets()->Get(0)->fit()->str() == "does not fit: RAM 143 %");
}

TEST_CASE("targets_view: a board without flash counts constants and code as RAM", "[view][unit]") {
  const ViewBytes bytes = build_targets_view(report_of(board(0, 70000)), "");
  const view::Target& target = *view_of(bytes).targets()->Get(0);
  CHECK(target.flash()->text()->str() == "-");
  CHECK(target.ram()->text()->str() == "50");
  CHECK(target.meaning() == view::Meaning::good);
}

TEST_CASE("targets_view: what fits comes first, the smallest board before larger ones", "[view][unit]") {
  ModelReport report = report_of(board(100000, 90000));
  report.targets.push_back(board(100000, 50000));
  report.targets[1].device = "small";
  report.targets.push_back(board(100000, 9000));
  report.targets[2].device = "none";
  report.targets[2].fits = false;
  const ViewBytes bytes = build_targets_view(report, "");
  const auto& rows = *view_of(bytes).targets();
  CHECK(rows.Get(0)->device()->str() == "small");
  CHECK(rows.Get(1)->device()->str() == "board");
  CHECK(rows.Get(2)->device()->str() == "none");
  CHECK(rows.Get(2)->meaning() == view::Meaning::bad);
}

TEST_CASE("model_view: the graph has inputs, layers and outputs from top to bottom, and a link for every value that is read",
          "[view][unit]") {
  ModelReport report = report_of(board(1, 1));
  report.inputs.resize(1);
  report.outputs.resize(2);
  report.layers.resize(3);
  report.layers[0].reads = {~0};
  report.layers[1].reads = {0, 0};
  report.layers[2].reads = {0, 1};
  report.output_reads = {2, std::numeric_limits<std::int32_t>::min()};  // the second one is a constant
  const ViewBytes bytes = build_model_view(report);
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  REQUIRE(verifier.VerifyBuffer<view::ModelView>(nullptr));
  const view::Graph& graph = *flatbuffers::GetRoot<view::ModelView>(bytes.data())->graph();
  CHECK(graph.missing()->size() == 0);
  REQUIRE(graph.nodes()->size() == 6);
  CHECK(graph.nodes()->Get(0)->kind() == view::PartKind::input);
  std::vector<std::pair<int, int>> links;
  for (const view::GraphLink* link : *graph.links()) {
    const view::GraphNode &from = *graph.nodes()->Get(static_cast<flatbuffers::uoffset_t>(link->from())),
                          &to = *graph.nodes()->Get(static_cast<flatbuffers::uoffset_t>(link->to()));
    CHECK(from.y() + from.height() < to.y());
    CHECK(graph.points()->Get(static_cast<flatbuffers::uoffset_t>(link->first_point()))->y() == from.y() + from.height());
    links.emplace_back(from.kind() == view::PartKind::input ? -1 : from.index(), to.kind() == view::PartKind::output ? 10 : to.index());
  }
  std::sort(links.begin(), links.end());
  CHECK(links == std::vector<std::pair<int, int>>{{-1, 0}, {0, 1}, {0, 2}, {1, 2}, {2, 10}});
}

TEST_CASE("model_view: a network too large to be drawn says so, and keeps its table", "[view][unit]") {
  ModelReport report = report_of(board(1, 1));
  report.layers.resize(30000);
  const ViewBytes bytes = build_model_view(report);
  const auto* model = flatbuffers::GetRoot<view::ModelView>(bytes.data());
  CHECK(model->layers()->size() == 30000);
  CHECK(model->graph()->nodes()->size() == 0);
  CHECK(model->graph()->missing()->str().find("30000 nodes") != std::string::npos);
}

TEST_CASE("memory_view: the peak is named with what causes it, and with how far a smaller buffer would lower it", "[view][unit]") {
  ModelReport report = report_of(board(1, 1));
  report.layers.resize(3);
  const std::int64_t live[] = {3000, 5000, 2500};
  for (std::size_t i = 0; i < 3; ++i) {
    report.layers[i].name = "layer" + std::to_string(i);
    report.layers[i].live_bytes = live[i];
  }
  report.arena = {{"big", 0, 4000, 1, 1, false}, {"small", 4000, 1000, 0, 2, false}, {"scratch of step 1", 5000, 24, 1, 1, true}};
  report.peak_step = 1;
  report.arena_bytes = report.lower_bound_bytes = 5000;
  const ViewBytes bytes = build_memory_view(report);
  const auto* memory = flatbuffers::GetRoot<view::MemoryView>(bytes.data());
  CHECK(memory->peak_cause()->str() == "Step 1, layer1 (), needs 4.88 KiB at once: big 3.91 KiB, small 1000 B and 24 B of scratch.");
  CHECK(memory->peak_advice()->str().ends_with("Making big smaller pays down to 2.93 KiB, which step 0, layer0, needs then."));
}
