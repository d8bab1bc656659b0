#include "core/data/splits.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

class NamedDataset final : public Dataset {
 public:
  NamedDataset(std::vector<std::pair<std::string, std::int32_t>> samples, std::int64_t classes)
      : samples_(std::move(samples)), classes_(classes) {}
  std::string_view format() const override { return "images"; }
  std::int64_t size() const override { return std::ssize(samples_); }
  Result<RawSample> read(std::int64_t) const override { return unsupported("names only"); }
  std::int32_t label(std::int64_t index) const override { return samples_[static_cast<std::size_t>(index)].second; }
  std::string name(std::int64_t index) const override { return samples_[static_cast<std::size_t>(index)].first; }
  std::vector<std::string> class_names() const override {
    std::vector<std::string> names;
    for (std::int64_t c = 0; c < classes_; ++c) names.push_back("class " + std::to_string(c));
    return names;
  }
  std::string summary() const override { return "made"; }

 private:
  std::vector<std::pair<std::string, std::int32_t>> samples_;
  std::int64_t classes_;
};

// Of class c there are 10 * (c + 1) samples.
NamedDataset uneven(std::int32_t classes, std::int64_t names = -1) {
  std::vector<std::pair<std::string, std::int32_t>> samples;
  for (std::int32_t c = 0; c < classes; ++c) {
    for (int i = 0; i < 10 * (c + 1); ++i) samples.emplace_back(std::to_string(c) + "/" + std::to_string(i) + ".png", c);
  }
  return {samples, names < 0 ? classes : names};
}

std::set<std::string> names_of(const Dataset& data, const std::vector<std::int64_t>& part) {
  std::set<std::string> out;
  for (const std::int64_t index : part) out.insert(data.name(index));
  return out;
}

}  // namespace

TEST_CASE("splits: no sample is in two, sizes are what was asked for, classes keep their proportions", "[data][property]") {
  const NamedDataset data = uneven(4);  // 10, 20, 30, 40
  const Result<Splits> splits = make_splits(data, {.calibration = 30, .tuning = 20, .evaluation = 0}, 1);
  REQUIRE(splits.ok());
  std::set<std::int64_t> all;
  for (const auto* part : {&splits->calibration, &splits->tuning, &splits->evaluation}) {
    CHECK(std::is_sorted(part->begin(), part->end()));
    all.insert(part->begin(), part->end());
    std::map<std::int32_t, std::int64_t> counts;
    for (const std::int64_t index : *part) ++counts[data.label(index)];
    for (std::int32_t c = 0; c < 4; ++c) {
      const double expected = static_cast<double>(part->size()) * (c + 1) / 10;
      CHECK(std::abs(static_cast<double>(counts[c]) - expected) <= 1.0);
    }
  }
  CHECK(splits->calibration.size() == 30);
  CHECK(splits->tuning.size() == 20);
  CHECK(splits->evaluation.size() == 50);
  CHECK(all.size() == 100);
}

TEST_CASE("splits: the order of samples changes nothing, the seed does", "[data][property]") {
  const NamedDataset data = uneven(4);
  std::vector<std::pair<std::string, std::int32_t>> shuffled;
  for (std::int64_t i = data.size() - 1; i >= 0; --i) shuffled.emplace_back(data.name((i * 37) % 100), data.label((i * 37) % 100));
  const NamedDataset other(shuffled, 4);
  const SplitSizes sizes{.calibration = 20, .tuning = 10, .evaluation = 0};
  const Splits a = *make_splits(data, sizes, 5), b = *make_splits(other, sizes, 5), c = *make_splits(data, sizes, 6);
  CHECK(names_of(data, a.calibration) == names_of(other, b.calibration));
  CHECK(names_of(data, a.evaluation) == names_of(other, b.evaluation));
  CHECK(names_of(data, a.calibration) != names_of(data, c.calibration));
}

TEST_CASE("splits: a number of judges stays the same, whatever calibration takes", "[data][property]") {
  const NamedDataset data = uneven(4);
  const Splits few = *make_splits(data, {.calibration = 5, .tuning = 5, .evaluation = 40}, 1);
  const Splits many = *make_splits(data, {.calibration = 30, .tuning = 20, .evaluation = 40}, 1);
  CHECK(few.evaluation == many.evaluation);
  CHECK(few.evaluation.size() == 40);
}

TEST_CASE("splits: with few samples half of them judge, and warnings say so", "[data][unit]") {
  const NamedDataset data = uneven(2, 3);  // 30 samples; of the third class there is none
  const Result<Splits> splits = make_splits(data, {}, 1);
  REQUIRE(splits.ok());
  CHECK(splits->evaluation.size() == 15);
  CHECK(splits->calibration.size() == 9);
  CHECK(splits->tuning.size() == 6);
  REQUIRE(splits->warnings.size() >= 3);
  CHECK(contains(splits->warnings[0], "30 samples are too few for 500"));
  CHECK(contains(splits->warnings[1], "Only 15 samples judge"));
  CHECK(contains(splits->warnings[2], "No sample of 'class 2' for evaluation"));
  CHECK_FALSE(make_splits(NamedDataset({{"one", 0}}, 1), {}, 1).ok());
  CHECK(make_splits(NamedDataset({{"one", 0}, {"two", 0}}, 1), {}, 1)->evaluation.size() == 1);
}

TEST_CASE("labels: beyond the model's classes, from one, missing and uneven", "[data][unit]") {
  std::vector<std::string> warnings;
  CHECK(check_labels(uneven(4), 4, warnings).ok());
  CHECK(warnings.empty());
  CHECK(contains(check_labels(uneven(4), 3, warnings).error().to_string(), "one too many"));
  CHECK(contains(check_labels(NamedDataset({{"a", 1}, {"b", 2}, {"c", 3}}, 4), 3, warnings).error().to_string(), "start at 1"));
  CHECK(check_labels(uneven(2, 3), 3, warnings).ok());
  REQUIRE(warnings.size() == 1);
  CHECK(contains(warnings[0], "No sample of class 'class 2'"));
  warnings.clear();
  CHECK(check_labels(uneven(2), 5, warnings).ok());
  CHECK(contains(warnings[0], "tells 5 classes apart, the data have 2"));
}

}  // namespace thimble
