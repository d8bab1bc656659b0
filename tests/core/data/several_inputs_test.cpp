// Models with several inputs: an array of an .npz for each.
#include "core/data/guess_preprocessing.h"
#include "core/data/preprocessed_samples.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

using namespace test;

const std::vector<ModelInput> kInputs{{.name = "imu", .shape = {1, 1, 4, 3}, .quantization = {}},
                                      {.name = "env:0", .shape = {1, 2}, .quantization = {}}};
const DataOptions kNames{.input_names = {"imu", "env:0"}};

}  // namespace

TEST_CASE("several inputs: each gets the array of its name, in its layout, with one label", "[data][unit]") {
  DataOptions names = kNames;
  names.input_names[1] = "env";
  const auto data = opened({seed("npz_two_inputs.npz")}, names);
  REQUIRE(data->parts().size() == 2);
  CHECK(data->size() == 4);
  CHECK(contains(data->summary(), "for the inputs 'imu', 'env'"));
  std::vector<ModelInput> inputs = kInputs;
  inputs[1].name = "env";
  const Result<PreprocessingGuess> guess = guess_preprocessing(*data, inputs);
  REQUIRE(guess.ok());
  CHECK(preprocessing_json(guess->preprocessing).starts_with("[[{\"step\":\"reshape\""));
  CHECK(parse_preprocessing(preprocessing_json(guess->preprocessing)).value() == guess->preprocessing);
  const auto samples = PreprocessedSamples::make(data, guess->preprocessing, inputs);
  REQUIRE(samples.ok());
  const Result<Sample> sample = (*samples)->read(1);
  REQUIRE(sample.ok());
  REQUIRE(sample->inputs.size() == 2);
  // imu[1] is [[3 .. 3.75], [4 .. 4.75], [5 .. 5.75]], fed with its channels last.
  CHECK(sample->inputs[0] == std::vector<float>{3, 4, 5, 3.25, 4.25, 5.25, 3.5, 4.5, 5.5, 3.75, 4.75, 5.75});
  CHECK(sample->inputs[1] == std::vector<float>{2, 3});
  CHECK(sample->label == data->label(1));
  CHECK_FALSE(data->class_names().empty());
}

TEST_CASE("several inputs: a missing array, other counts and data of one array are told", "[data][unit]") {
  DataOptions strange = kNames;
  strange.input_names = {"imu", "audio"};
  CHECK(contains(error_of({seed("npz_two_inputs.npz")}, strange), "no array for the input 'audio' among"));
  const auto one = opened({seed("npz_classes.npz")});
  const Result<PreprocessingGuess> guess = guess_preprocessing(*one, kInputs);
  REQUIRE_FALSE(guess.ok());
  CHECK(contains(guess.error().to_string(), "numpy.savez('data.npz', imu=..., env_0=..., y=...)"));
  CHECK_FALSE(PreprocessedSamples::make(one, {}, kInputs).ok());
}

TEST_CASE("several inputs: a list of lists of steps, one an input", "[data][unit]") {
  const Result<Preprocessing> both = parse_preprocessing(R"([[{"step": "scale", "divide": 2}], [], [{"step": "scale", "divide": 4}]])");
  REQUIRE(both.ok());
  CHECK(both->steps.size() == 1);
  REQUIRE(both->others.size() == 2);
  CHECK(preprocessing_of(*both, 1).steps.empty());
  CHECK(preprocessing_of(*both, 2).steps.size() == 1);
  CHECK(preprocessing_of(*both, 9).steps.empty());
  CHECK(contains(describe_preprocessing(*both)[1], "Input 3: "));
  const Result<Preprocessing> wrong = parse_preprocessing(R"([[], [{"step": "sale"}]])");
  REQUIRE_FALSE(wrong.ok());
  CHECK(contains(wrong.error().to_string(), "input 2 > step 1"));
}

}  // namespace thimble
