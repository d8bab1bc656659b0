// Reads all samples of what is named through the preprocessing that is guessed for an input, and prints samples a second and the
// peak of the process's memory as JSON lines. tests/bench/data runs it on a hundred thousand pictures.
//   thimble_read_samples <height> <width> <channels> PATH...
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/data/guess_preprocessing.h"
#include "core/data/preprocessed_samples.h"
#include "core/data/splits.h"
#include "native/cli/data_files.h"
#include "tests/bench/bench_support.h"

namespace {

using namespace thimble;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void row(const char* what, double value, const char* unit) {
  std::printf("{\"case\": \"data/%s\", \"value\": %.1f, \"unit\": \"%s\"}\n", what, value, unit);
}

Result<void> measure(const std::vector<std::string>& paths, const ModelInput& input) {
  Diagnostics notes;
  const Clock::time_point start = Clock::now();
  THIMBLE_TRY(std::vector<ByteSource> files, cli::data_files(paths));
  THIMBLE_TRY(const std::shared_ptr<const Dataset> data, open_dataset(std::move(files), notes));
  THIMBLE_TRY(const PreprocessingGuess guess, guess_preprocessing(*data, std::span(&input, 1)));
  THIMBLE_TRY(const auto samples, PreprocessedSamples::make(data, guess.preprocessing, {input}));
  THIMBLE_TRY(const Splits splits, make_splits(*data, {}, 1));
  std::printf("%s; %s\n", data->summary().c_str(), preprocessing_json(guess.preprocessing).c_str());
  row("open", seconds_since(start), "s");
  const Clock::time_point reading = Clock::now();
  double sum = 0;
  for (std::int64_t i = 0; i < samples->size(); ++i) {
    THIMBLE_TRY(const Sample sample, samples->read(i));
    sum += static_cast<double>(sample.inputs[0][0]);
  }
  row("samples", static_cast<double>(samples->size()), "samples");
  row("read", static_cast<double>(samples->size()) / seconds_since(reading), "samples/s");
  row("peak_memory", bench::peak_mb(), "MB");
  return std::isfinite(sum) ? Result<void>() : bad_data("a number that is none");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fprintf(stderr, "usage: %s HEIGHT WIDTH CHANNELS PATH...\n", argv[0]);
    return 2;
  }
  const ModelInput input{.name = "x", .shape = {1, std::atoi(argv[1]), std::atoi(argv[2]), std::atoi(argv[3])}, .quantization = {}};
  const Result<void> done = measure({argv + 4, argv + argc}, input);
  if (!done.ok()) std::fprintf(stderr, "%s\n", done.error().to_string().c_str());
  return done.ok() ? 0 : 1;
}
