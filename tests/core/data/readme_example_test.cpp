// The example of core/data/README.md.
#include "core/data/guess_preprocessing.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/splits.h"
#include "tests/core/data/data_files.h"

namespace thimble {
namespace {

Result<std::int64_t> calibration_samples(std::vector<ByteSource> files, std::vector<ModelInput> inputs, std::uint64_t seed) {
  Diagnostics notes;
  THIMBLE_TRY(const auto data, open_dataset(std::move(files), notes));
  THIMBLE_TRY(const PreprocessingGuess guess, guess_preprocessing(*data, inputs));
  THIMBLE_TRY(const auto samples, PreprocessedSamples::make(data, guess.preprocessing, inputs));
  THIMBLE_TRY(const Splits splits, make_splits(*data, {.calibration = 300, .tuning = 200}, seed));
  const SampleSubset calibration(samples, splits.calibration);
  return calibration.size();
}

}  // namespace

TEST_CASE("data: the example of the README runs", "[data][unit]") {
  const Result<std::int64_t> count = calibration_samples({test::seed("folders.zip")}, {{.name = "x", .shape = {1, 8, 8, 3}, .quantization = {}}}, 1);
  REQUIRE(count.ok());
  CHECK(*count == 2);
}

}  // namespace thimble
