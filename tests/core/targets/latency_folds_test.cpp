// The held-out predictions of one group of latency_rows.csv, from the parameters of its fits in latency_folds.csv: that they are
// what those say, and that those are fits of the other families' rows alone. The fit itself is Python's and is not made here.
#include <catch2/catch_all.hpp>
#include <cmath>
#include <fstream>
#include <map>

#include "core/base/text.h"
#include "tests/core/targets/latency_rows.h"

namespace thimble {
namespace {

constexpr std::string_view kLibrary = "cube_ai", kReference = "10";  // the library, and its version that is predicted

using Values = std::vector<double>;

struct Fold {
  double shape_sd = 0, deviation_sd = 0, noise_sd = 0, offset_sd = 0, scale_sd = 0;
  Values shape;
  std::map<std::string, Values> deviation;                // by core
  std::map<std::string, double> scale, version, board;    // by core; core/version; core/board
};

struct Folds {
  Values prior;
  std::map<std::string, Fold> by_family;
};

std::string variant_of(const LatencyRow& row) { return row.core + "/" + row.library + "/" + row.precision; }

void add_line(Folds& folds, const std::string& family, const std::string& what, const std::string& of, const Values& values) {
  if (what == "prior") {
    folds.prior = values;
    return;
  }
  Fold& fold = folds.by_family[family];
  if (what == "settings") {
    REQUIRE(values.size() == 5);
    std::tie(fold.shape_sd, fold.deviation_sd, fold.noise_sd) = std::tie(values[0], values[1], values[2]);
    std::tie(fold.offset_sd, fold.scale_sd) = std::tie(values[3], values[4]);
  } else if (what == "shape") {
    fold.shape = values;
  } else if (what == "deviation") {
    fold.deviation[of] = values;
  } else {
    REQUIRE(values.size() == 1);
    (what == "scale" ? fold.scale : what == "version" ? fold.version : fold.board)[of] = values[0];
  }
}

Folds read_folds() {
  const char* root = std::getenv("THIMBLE_ROOT");
  std::ifstream file(std::string(root ? root : ".") + "/tests/core/targets/latency_folds.csv");
  std::string line;
  REQUIRE(std::getline(file, line));
  Folds folds;
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    REQUIRE(cells.size() > 3);
    Values values;
    for (std::size_t i = 3; i < cells.size(); ++i) values.push_back(parse_double(cells[i]).value());
    add_line(folds, std::string(cells[0]), std::string(cells[1]), std::string(cells[2]), values);
  }
  return folds;
}

std::vector<LatencyRow> group_rows() {
  std::vector<LatencyRow> rows = read_latency_rows();
  std::erase_if(rows, [](const LatencyRow& row) { return row.library != kLibrary || row.precision != "int8"; });
  return rows;
}

double offset(const std::map<std::string, double>& offsets, const std::string& key) {
  const auto found = offsets.find(key);
  return found == offsets.end() ? 0 : found->second;  // a board alone on its core has none
}

std::string version_key(const LatencyRow& row) { return variant_of(row) + "/" + row.version; }
std::string board_key(const LatencyRow& row) { return variant_of(row) + "/" + row.board; }

// Cycles of each feature; their sum is the prediction of the row.
Values cycles_by_feature(const Fold& fold, const LatencyRow& row) {
  const std::string variant = variant_of(row);
  const double version = row.version == kReference ? 0 : offset(fold.version, version_key(row));
  const double common = fold.scale.at(variant) + version + offset(fold.board, board_key(row));
  Values out;
  for (std::size_t k = 0; k < kWorkFeatures; ++k)
    out.push_back(std::exp(fold.shape[k] + fold.deviation.at(variant)[k] + common) * row.work[k]);
  return out;
}

double sum_of(const Values& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum;
}

// One component of a gradient, beside the size of what cancels in it.
struct Component {
  double sum = 0, size = 0;
  void add(double value) {
    sum += value;
    size += std::abs(value);
  }
};

// Of half the sum of squares that a fit makes small, given the rows that it has seen: misfit by noise and family, and shrinkage.
std::map<std::string, Component> gradient(const Folds& folds, const Fold& fold, const std::vector<LatencyRow>& rows) {
  std::map<std::pair<std::string, std::string>, int> count;
  for (const LatencyRow& row : rows) ++count[{variant_of(row), row.family}];
  std::map<std::string, Component> out;
  const auto pull = [&](const std::string& name, double value, double sd) { out[name].add(value / (sd * sd)); };
  for (std::size_t k = 0; k < kWorkFeatures; ++k) pull(cat("shape ", k), fold.shape[k] - folds.prior[k], fold.shape_sd);
  for (const auto& [core, value] : fold.scale) pull("scale " + core, value, fold.scale_sd);
  for (const auto& [core, values] : fold.deviation)
    for (std::size_t k = 0; k < kWorkFeatures; ++k) pull(cat("deviation ", core, " ", k), values[k], fold.deviation_sd);
  for (const auto& [key, value] : fold.version) pull("version " + key, value, fold.offset_sd);
  for (const auto& [key, value] : fold.board) pull("board " + key, value, fold.offset_sd);
  for (const LatencyRow& row : rows) {
    const Values parts = cycles_by_feature(fold, row);
    const double total = sum_of(parts), weight = 1 / (count[{variant_of(row), row.family}] * fold.noise_sd * fold.noise_sd);
    const double misfit = weight * std::log(total / row.cycles);
    for (std::size_t k = 0; k < kWorkFeatures; ++k) {
      out[cat("shape ", k)].add(misfit * parts[k] / total);
      out[cat("deviation ", variant_of(row), " ", k)].add(misfit * parts[k] / total);
    }
    out["scale " + variant_of(row)].add(misfit);
    if (fold.version.contains(version_key(row))) out["version " + version_key(row)].add(misfit);
    if (fold.board.contains(board_key(row))) out["board " + board_key(row)].add(misfit);
  }
  return out;
}

// The largest part of a component that does not cancel: 0 at a minimum.
double steepest(const std::map<std::string, Component>& gradient) {
  double most = 0;
  for (const auto& [name, component] : gradient)
    if (component.size > 0) most = std::max(most, std::abs(component.sum) / component.size);
  return most;
}

}  // namespace

TEST_CASE("latency folds: the held-out predictions are those of the fits without their families", "[targets][unit]") {
  const Folds folds = read_folds();
  int count = 0;
  for (const LatencyRow& row : group_rows()) {
    if (row.held_out_cycles == 0) continue;
    REQUIRE(folds.by_family.contains(row.family));
    INFO(row.core << " " << row.network);
    CHECK(sum_of(cycles_by_feature(folds.by_family.at(row.family), row)) == Catch::Approx(row.held_out_cycles).epsilon(1e-5));
    ++count;
  }
  CHECK(count >= 70);
}

TEST_CASE("latency folds: each fit is at the minimum of its objective on the other families' rows, and not on all rows",
          "[targets][unit]") {
  const Folds folds = read_folds();
  const std::vector<LatencyRow> all = group_rows();
  REQUIRE(folds.by_family.size() >= 10);
  int moved = 0;
  for (const auto& [family, fold] : folds.by_family) {
    std::vector<LatencyRow> seen = all;  // on cores that the fit has; a family alone on its core is never held out
    std::erase_if(seen, [&of = fold](const LatencyRow& row) { return !of.scale.contains(variant_of(row)); });
    std::vector<LatencyRow> others = seen;
    std::erase_if(others, [&name = family](const LatencyRow& row) { return row.family == name; });
    INFO(family);
    CHECK(steepest(gradient(folds, fold, others)) < 1e-3);
    if (others.size() == seen.size()) continue;
    CHECK(steepest(gradient(folds, fold, seen)) > 1e-2);
    ++moved;
  }
  CHECK(moved >= 8);
}

}  // namespace thimble
