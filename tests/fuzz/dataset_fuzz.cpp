// Any bytes as a file of samples, in any format and archive: an error, or samples that are what the data set says they are;
// then a guess of the preprocessing and splits. Bounded in time and memory.
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/check.h"
#include "core/data/guess_preprocessing.h"
#include "core/data/splits.h"

namespace {

using namespace thimble;

void check_sample(const Dataset& data, std::int64_t index) {
  const Result<RawSample> sample = data.read(index);
  if (!sample.ok()) {
    THIMBLE_CHECK(!sample.error().message().empty() && !sample.error().where().empty());
    return;
  }
  std::int64_t count = 1;
  for (const std::int64_t dim : sample->shape) count *= dim;
  const bool picture = sample->kind == RawKind::image_u8;
  THIMBLE_CHECK(count == (picture ? std::ssize(sample->pixels) : std::ssize(sample->values)));
  THIMBLE_CHECK(!picture || sample->shape.size() == 3);
  THIMBLE_CHECK(std::all_of(sample->values.begin(), sample->values.end(), [](float v) { return std::isfinite(v); }));
  THIMBLE_CHECK(sample->label == data.label(index) && sample->label < std::ssize(data.class_names()));
  THIMBLE_CHECK(sample->name == data.name(index));
}

void guess(const Dataset& data, std::vector<std::int64_t> shape) {
  const ModelInput input{.name = "x", .shape = std::move(shape), .quantization = {}};
  const Result<PreprocessingGuess> out = guess_preprocessing(data, std::span(&input, 1));
  if (out.ok()) THIMBLE_CHECK(!out->alternatives.empty() && parse_preprocessing(preprocessing_json(out->preprocessing)).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto span = std::as_bytes(std::span(bytes, size));
  Diagnostics notes;
  const auto data = open_dataset({memory_source("fuzz/data.bin", {span.begin(), span.end()})}, notes);
  if (!data.ok()) {
    THIMBLE_CHECK(!data.error().message().empty());
    return 0;
  }
  // The same files for a model of several inputs.
  const auto parts = open_dataset({memory_source("fuzz/data.bin", {span.begin(), span.end()})}, notes, {.input_names = {"imu", "env"}});
  if (parts.ok() && !(*parts)->parts().empty()) {
    for (const auto& part : (*parts)->parts()) check_sample(*part, (*parts)->size() - 1);
  }
  const std::int64_t count = (*data)->size();
  THIMBLE_CHECK(count > 0 && !(*data)->summary().empty());
  for (std::int64_t i = 0; i < std::min<std::int64_t>(count, 3); ++i) check_sample(**data, i);
  check_sample(**data, count - 1);
  guess(**data, {1, 8, 8, 3});
  guess(**data, {1, 49, 10, 1});
  if (count > 10000) return 0;
  const Result<Splits> splits = make_splits(**data, {.calibration = 3, .tuning = 2, .evaluation = 0}, 1);
  if (splits.ok()) {
    THIMBLE_CHECK(std::ssize(splits->calibration) + std::ssize(splits->tuning) + std::ssize(splits->evaluation) == count);
  }
  return 0;
}
