// Any text as the steps of a recipe: an error that names the place, or steps that read back from their own JSON and do to a
// picture, to audio and to numbers what they say or refuse it.
#include <cstdint>
#include <string_view>

#include "core/base/check.h"
#include "core/data/preprocessing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  const Result<Preprocessing> steps = parse_preprocessing(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!steps.ok()) {
    THIMBLE_CHECK(!steps.error().message().empty() && steps.error().where().starts_with("preprocessing"));
    return 0;
  }
  const Result<Preprocessing> again = parse_preprocessing(preprocessing_json(*steps));
  THIMBLE_CHECK(again.ok() && *again == *steps);
  std::size_t count = steps->steps.size();
  for (const auto& other : steps->others) count += other.size();
  THIMBLE_CHECK(describe_preprocessing(*steps).size() == count);
  for (const PreprocessingStep& step : steps->steps) {
    // A picture of 8192 x 8192 is right, but slow.
    const auto* resize = std::get_if<ResizeStep>(&step);
    if (resize && std::int64_t{resize->height} * resize->width > 1 << 16) return 0;
    const auto* length = std::get_if<LengthStep>(&step);
    if (length && length->length > 1 << 16) return 0;
  }
  RawSample picture{.kind = RawKind::image_u8, .shape = {5, 7, 3}, .name = "picture"};
  for (int i = 0; i < 105; ++i) picture.pixels.push_back(static_cast<std::uint8_t>(i * 11));
  RawSample audio{.kind = RawKind::audio_f32, .shape = {900, 1}, .sample_rate_hz = 16000, .name = "audio"};
  for (int i = 0; i < 900; ++i) audio.values.push_back(static_cast<float>(i % 13) / 13);
  RawSample numbers{.kind = RawKind::tensor_f32, .shape = {2, 3, 4}, .name = "numbers"};
  for (int i = 0; i < 24; ++i) numbers.values.push_back(static_cast<float>(i));
  for (const RawSample& sample : {picture, audio, numbers}) {
    const Result<std::vector<float>> out = preprocess(*steps, sample, {.name = "x", .shape = {1, 5, 7, 3}, .quantization = {}});
    THIMBLE_CHECK(out.ok() ? out->size() == 105 : !out.error().message().empty());
  }
  return 0;
}
