#include "core/targets/work_features.h"

#include <catch2/catch_all.hpp>
#include <fstream>
#include <numeric>

#include "core/base/text.h"
#include "tests/core/targets/latency_rows.h"

namespace thimble {
namespace {

// Fields of one line; a quoted field may hold commas.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) fields.emplace_back();
    else if (c != '\r') fields.back() += c;
  }
  return fields;
}

double number(const std::string& text) { return text.empty() ? 0 : parse_double(text).value(); }

std::string rows_path() {
  const char* root = std::getenv("THIMBLE_ROOT");
  return std::string(root ? root : ".") + "/tests/core/targets/latency_rows.csv";
}

}  // namespace

std::vector<LatencyRow> read_latency_rows() {
  std::ifstream file(rows_path());
  std::vector<LatencyRow> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> f = fields_of(line);
    REQUIRE(f.size() == 16 + kWorkFeatures);
    LatencyRow row{f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], number(f[8]), number(f[9]), number(f[10]), {}, 0, 0, 0, 0, f.back()};
    for (std::size_t i = 0; i < kWorkFeatures; ++i) row.work[i] = number(f[11 + i]);
    row.cycles = number(f[11 + kWorkFeatures]);
    row.held_out_cycles = number(f[12 + kWorkFeatures]);
    row.held_out_low = number(f[13 + kWorkFeatures]);
    row.held_out_high = number(f[14 + kWorkFeatures]);
    rows.push_back(row);
  }
  return rows;
}

TEST_CASE("work features: the table's columns are the features, in order", "[targets][unit]") {
  std::ifstream file(rows_path());
  std::string line;
  REQUIRE(std::getline(file, line));
  const std::vector<std::string> head = fields_of(line);
  REQUIRE(head.size() == 16 + kWorkFeatures);
  for (std::size_t i = 0; i < kWorkFeatures; ++i) CHECK(head[11 + i] == work_feature_name(static_cast<WorkFeature>(i)));
}

TEST_CASE("work features: the autoencoder of MLPerf Tiny counts as the fit script counted it", "[targets][unit]") {
  NetworkWork work;  // ten dense layers: 640-128-128-128-128-8-128-128-128-128-640, a quantize in front is not in the file
  const std::vector<std::int64_t> widths{640, 128, 128, 128, 128, 8, 128, 128, 128, 128, 640};
  for (std::size_t i = 0; i + 1 < widths.size(); ++i)
    work.layers.push_back({.kind = LayerKind::fully_connected,
                           .macs = widths[i] * widths[i + 1],
                           .outputs = widths[i + 1],
                           .output_channels = widths[i + 1],
                           .weights = widths[i] * widths[i + 1]});
  const WorkFeatures features = work_features(work);
  int compared = 0;
  for (const LatencyRow& row : read_latency_rows()) {
    if (row.network != "MLPerf Tiny ad") continue;
    for (std::size_t i = 0; i < kWorkFeatures; ++i) {
      INFO(work_feature_name(static_cast<WorkFeature>(i)));
      CHECK(row.work[i] == Catch::Approx(features[i]));
    }
    ++compared;
  }
  CHECK(compared > 2);
}

TEST_CASE("work features: the keyword network of MLPerf Tiny counts as the fit script counted it", "[targets][unit]") {
  NetworkWork work;
  work.layers.push_back(
      {.kind = LayerKind::conv, .macs = 320000, .outputs = 8000, .output_channels = 64, .input_channels = 1, .weights = 2560});
  for (int i = 0; i < 4; ++i) {
    work.layers.push_back({.kind = LayerKind::depthwise, .macs = 72000, .outputs = 8000, .output_channels = 64, .weights = 576});
    work.layers.push_back({.kind = LayerKind::pointwise, .macs = 512000, .outputs = 8000, .output_channels = 64, .weights = 4096});
  }
  work.layers.push_back({.kind = LayerKind::pool, .outputs = 64, .window_inputs = 8000});
  work.layers.push_back({.kind = LayerKind::free});
  work.layers.push_back({.kind = LayerKind::fully_connected, .macs = 768, .outputs = 12, .output_channels = 12, .weights = 768});
  work.layers.push_back({.kind = LayerKind::transcendental, .outputs = 12});
  const WorkFeatures features = work_features(work);
  int compared = 0;
  for (const LatencyRow& row : read_latency_rows()) {
    if (row.network != "MLPerf Tiny kws") continue;
    for (std::size_t i = 0; i < kWorkFeatures; ++i) {
      INFO(work_feature_name(static_cast<WorkFeature>(i)));
      CHECK(row.work[i] == Catch::Approx(features[i]));
    }
    ++compared;
  }
  CHECK(compared > 2);
}

TEST_CASE("work features: large weights, few input channels and nothing at all", "[targets][unit]") {
  const auto at = [](const WorkFeatures& f, WorkFeature feature) { return f[static_cast<std::size_t>(feature)]; };
  LayerWork conv{
      .kind = LayerKind::conv, .macs = 1000, .outputs = 10, .output_channels = 0, .input_channels = 4, .weights = kStreamedWeights};
  WorkFeatures f = work_features(conv);
  CHECK(at(f, WorkFeature::streamed_macs) == 0);
  CHECK(at(f, WorkFeature::shallow_macs) == 0);
  CHECK(at(f, WorkFeature::gathered_inputs) == 1000);  // no division by zero channels
  conv.weights++;
  conv.input_channels = 3;
  f = work_features(conv);
  CHECK(at(f, WorkFeature::streamed_macs) == 1000);
  CHECK(at(f, WorkFeature::shallow_macs) == 1000);
  f = work_features(LayerWork{});
  CHECK(std::accumulate(f.begin(), f.end(), 0.0) == 0);
  CHECK(at(work_features(NetworkWork{}), WorkFeature::inferences) == 1);
}

}  // namespace thimble
