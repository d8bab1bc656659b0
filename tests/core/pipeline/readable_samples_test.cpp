#include "core/pipeline/readable_samples.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "core/base/text.h"
#include "core/pipeline/evaluate_model.h"
#include "core/pipeline/optimize.h"
#include "core/pipeline/optimized_package.h"
#include "core/pipeline/prepare_data.h"
#include "tests/support/fake_job.h"

namespace thimble {
namespace {

// Rows of the fake job as files of their own, some of them damaged; counts how often each is read.
class Files final : public Dataset {
 public:
  Files(std::int64_t files, std::set<std::int64_t> damaged, std::string format = "images")
      : rows_(test::rows_dataset(files, true)),
        damaged_(std::move(damaged)),
        format_(std::move(format)),
        reads(static_cast<std::size_t>(files)) {}
  std::string_view format() const override { return format_; }
  std::int64_t size() const override { return rows_->size(); }
  Result<RawSample> read(std::int64_t index) const override {
    ++reads[static_cast<std::size_t>(index)];
    if (damaged_.contains(index)) return bad_data("a PNG that cannot be decoded", "Leave it out.").in(name(index));
    return rows_->read(index);
  }
  std::int32_t label(std::int64_t index) const override { return rows_->label(index); }
  std::string name(std::int64_t index) const override { return rows_->name(index); }
  std::vector<std::string> class_names() const override { return rows_->class_names(); }
  std::string summary() const override { return rows_->summary(); }

 private:
  std::shared_ptr<const Dataset> rows_;
  std::set<std::int64_t> damaged_;
  std::string format_;

 public:
  mutable std::vector<int> reads;
};

Result<ReadableSamples> readable(std::shared_ptr<const Dataset> data, std::int64_t most = 0) {
  JobControl job;
  return job.run(readable_samples(job, std::move(data), [most](const Dataset& all) { return Result(spread_over(all, most)); }));
}

OptimizeInput input_of(std::shared_ptr<const Dataset> data) {
  OptimizeInput input{.model = test::pick_largest_model(), .data = std::move(data), .recipe = {}, .devices = {}};
  input.techniques = test::fake_techniques();
  input.recipe.calibration = 20;
  input.recipe.tuning = 10;
  input.recipe.candidates.push_back({"copy", Options()});
  return input;
}

}  // namespace

TEST_CASE("readable_samples: damaged files are left out, named and counted; the others keep their names and labels", "[pipeline][unit]") {
  const auto files = std::make_shared<const Files>(100, std::set<std::int64_t>{0, 1, 40, 99});
  const auto out = readable(files);
  REQUIRE(out.ok());
  CHECK(out->left_out == std::vector<std::int64_t>{0, 1, 40, 99});
  REQUIRE(out->data->size() == 96);
  std::int64_t original = 0;
  for (std::int64_t i = 0; i < 96; ++i, ++original) {
    while (std::find(out->left_out.begin(), out->left_out.end(), original) != out->left_out.end()) ++original;
    REQUIRE(out->data->name(i) == files->name(original));
    REQUIRE(out->data->label(i) == files->label(original));
    const auto sample = out->data->read(i);
    REQUIRE(sample.ok());
    CHECK(sample->name == files->name(original));
  }
  CHECK(!out->data->read(96).ok());
  CHECK(out->data->summary() == "100 rows of 4 numbers; 4 of them left out");
  REQUIRE(out->warnings.size() == 1);
  CHECK(out->warnings[0].starts_with("4 samples are left out, for they cannot be read: row 0: a PNG that cannot be decoded; row 1:"));
}

TEST_CASE("readable_samples: what takes a damaged file's place is read as well, and no file twice", "[pipeline][unit]") {
  const auto files = std::make_shared<const Files>(100, std::set<std::int64_t>{0, 1});
  const auto out = readable(files, 20);
  REQUIRE(out.ok());
  CHECK(out->left_out == std::vector<std::int64_t>{0, 1});
  for (std::size_t i = 0; i < files->reads.size(); ++i) CHECK(files->reads[i] <= 1);
  for (const std::int64_t i : spread_over(*out->data, 20)) CHECK(files->reads[static_cast<std::size_t>(i + 2)] == 1);
}

TEST_CASE("readable_samples: more than a tenth is refused with names; one of few is not", "[pipeline][unit]") {
  std::set<std::int64_t> many;
  for (std::int64_t i = 0; i < 11; ++i) many.insert(i * 3);
  const auto out = readable(std::make_shared<const Files>(100, many));
  REQUIRE(!out.ok());
  CHECK(out.error().code() == ErrorCode::bad_data);
  CHECK(out.error().message().starts_with("11 of the first 31 samples cannot be read: row 0: a PNG that cannot be decoded; row 3:"));
  CHECK(out.error().message().ends_with("; 6 more"));
  many.erase(0);
  CHECK(readable(std::make_shared<const Files>(100, many)).ok());
  CHECK(readable(std::make_shared<const Files>(3, std::set<std::int64_t>{1})).ok());
  CHECK(!readable(std::make_shared<const Files>(3, std::set<std::int64_t>{1, 2})).ok());
}

TEST_CASE("readable_samples: arrays and tables are taken as they are", "[pipeline][unit]") {
  const auto rows = std::make_shared<const Files>(100, std::set<std::int64_t>{5}, "npy");
  const auto out = readable(rows);
  REQUIRE(out.ok());
  CHECK(out->data == rows);
  CHECK(std::count(rows->reads.begin(), rows->reads.end(), 0) == 100);
}

TEST_CASE("optimize: one damaged picture does not end the job; the report says that it was left out", "[pipeline][unit]") {
  const auto files = std::make_shared<const Files>(200, std::set<std::int64_t>{0, 77, 140});
  JobControl job;
  const auto out = job.run(optimize(job, input_of(files)));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  CHECK(out->report.evaluation_samples == 167);
  CHECK(out->report.baseline.top1->value == 1);
  CHECK(out->data->size() == 197);
  CHECK(out->report.data_summary.ends_with("3 of them left out"));
  CHECK(std::any_of(out->report.warnings.begin(), out->report.warnings.end(), [](const std::string& line) {
    return line.starts_with("3 samples are left out") && line.find("row 77") != std::string::npos;
  }));
}

TEST_CASE("optimized_package: a damaged first picture does not keep the package from being made", "[pipeline][unit]") {
  JobControl job;
  const auto out = job.run(optimize(job, input_of(std::make_shared<const Files>(200, std::set<std::int64_t>{0}))));
  REQUIRE(out.ok());
  Diagnostics notes;
  const auto files = job.run(optimized_package(job, &*out, "copy", nullptr, &notes));
  INFO((files.ok() ? std::string() : files.error().to_string()));
  CHECK(files.ok());
}

TEST_CASE("evaluate_model: answers say which samples they leave out", "[pipeline][unit]") {
  const auto files = std::make_shared<const Files>(50, std::set<std::int64_t>{0, 9});
  JobControl job;
  const auto out = job.run(evaluate_model(job, test::pick_largest_model(), files, "", 0, 1));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  REQUIRE(out.ok());
  CHECK(out->left_out == std::vector<std::int64_t>{0, 9});
  REQUIRE(out->classes.size() == 48);
  CHECK(out->classes[0] == files->label(1));
  CHECK(out->classes[47] == files->label(49));
  CHECK(out->warnings[0].starts_with("2 samples are left out"));
}

TEST_CASE("prepare_data: a damaged first file does not hide what the others are", "[pipeline][unit]") {
  const auto files = std::make_shared<const Files>(60, std::set<std::int64_t>{0});
  const auto model = test::pick_largest_model();
  Recipe recipe;
  recipe.calibration = 20;
  recipe.tuning = 5;
  JobControl job;
  const auto out = job.run(prepare_data(job, &model->graph, files, recipe, 1));
  INFO((out.ok() ? std::string() : out.error().to_string()));
  CHECK(out.ok());
}

}  // namespace thimble
