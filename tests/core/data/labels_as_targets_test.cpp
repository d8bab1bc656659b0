#include "core/data/labels_as_targets.h"

#include "core/data/preprocessed_samples.h"
#include "core/data/without_samples.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

std::shared_ptr<const Dataset> table(std::string_view text) { return opened({text_source("ages.csv", text)}); }

}  // namespace

TEST_CASE("labels as targets: whole numbers of three kinds and more are what a regression answers", "[data][unit]") {
  const auto data = table("a,label\n1,0\n2,48\n3,17\n4,17\n");
  CHECK(data->class_names().size() == 49);
  CHECK(data->target_width() == 0);
  const auto targets = labels_as_targets(data);
  REQUIRE(targets);
  CHECK(targets->class_names().empty());
  CHECK(targets->target_width() == 1);
  CHECK(targets->name(1) == data->name(1));
  CHECK(contains(targets->summary(), "whose numbers are targets"));
  const Result<RawSample> sample = targets->read(1);
  REQUIRE(sample.ok());
  CHECK(sample->label == -1);
  CHECK(sample->target == std::vector<float>{48});
  CHECK(labels_as_targets(targets) == nullptr);
  CHECK(without_samples(targets, {1})->target_width() == 1);
}

TEST_CASE("labels as targets: two classes, words and nothing stay what they are", "[data][unit]") {
  CHECK(labels_as_targets(table("a,label\n1,0\n2,1\n3,0\n")) == nullptr);
  CHECK(labels_as_targets(table("a,label\n1,1\n2,2\n3,1\n")) == nullptr);  // counted from 1
  CHECK(labels_as_targets(table("a,label\n1,low\n2,high\n3,middle\n")) == nullptr);
  CHECK(labels_as_targets(opened({npy("x.npy", "<f4", "(3, 1)", {1, 2, 3})})) == nullptr);
  const auto real = table("a,label\n1,0.5\n2,3\n3,17\n");
  CHECK(real->target_width() == 1);
  CHECK(labels_as_targets(real) == nullptr);
}

TEST_CASE("labels as targets: of several inputs the first one's array carries them", "[data][unit]") {
  const DataOptions names{.input_names = {"a", "b"}};
  const auto data = opened({npy("a.npy", "<f4", "(4, 1)", {1, 2, 3, 4}), npy("b.npy", "<f4", "(4, 1)", {5, 6, 7, 8}),
                            npy("y.npy", "<f4", "(4, 1)", {0, 30, 20, 10})},
                           names);
  const auto targets = labels_as_targets(data);
  REQUIRE(targets);
  REQUIRE(targets->parts().size() == 2);
  const std::vector<ModelInput> inputs{{.name = "a", .shape = {1, 1}, .quantization = {}},
                                       {.name = "b", .shape = {1, 1}, .quantization = {}}};
  const auto samples = PreprocessedSamples::make(targets, {}, inputs);
  REQUIRE(samples.ok());
  CHECK((*samples)->target_width() == 1);
  const Result<Sample> sample = (*samples)->read(2);
  REQUIRE(sample.ok());
  CHECK(sample->inputs == std::vector<std::vector<float>>{{3}, {7}});
  CHECK(sample->target == std::vector<float>{20});
}
}  // namespace thimble
