#include "core/view/views.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

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
