#include <array>
#include <cstring>

#include "core/base/text.h"
#include "core/data/picture_steps.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 2> kFields{"height", "width"};

Result<PreprocessingStep> parse(JsonValue object) {
  THIMBLE_TRY(const std::int64_t height, step_integer(object, "height", 1, kMaxImageSteps));
  THIMBLE_TRY(const std::int64_t width, step_integer(object, "width", 1, kMaxImageSteps));
  return PreprocessingStep(CenterCropStep{static_cast<std::int32_t>(height), static_cast<std::int32_t>(width)});
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  const CenterCropStep& step = *std::get_if<CenterCropStep>(&any);
  out.field("height", step.height).field("width", step.width);
}

std::string describe(const PreprocessingStep& any) {
  const CenterCropStep& step = *std::get_if<CenterCropStep>(&any);
  return cat("Keep the middle ", step.height, "x", step.width, " pixels.");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const CenterCropStep& step = *std::get_if<CenterCropStep>(&any);
  THIMBLE_TRY_VOID(check_picture(sample));
  if (sample.shape[0] < step.height || sample.shape[1] < step.width) {
    return bad_data(cat("a picture of ", sample.shape[0], "x", sample.shape[1], ", expected at least ", step.height, "x", step.width),
                    "Put a resize before it.");
  }
  const std::int64_t top = (sample.shape[0] - step.height) / 2, left = (sample.shape[1] - step.width) / 2, channels = sample.shape[2];
  const std::int64_t row = step.width * channels;
  std::vector<std::uint8_t> out(static_cast<std::size_t>(row * step.height));
  for (std::int64_t y = 0; y < step.height; ++y) {
    const std::int64_t from = ((top + y) * sample.shape[1] + left) * channels;
    std::memcpy(out.data() + y * row, sample.pixels.data() + from, static_cast<std::size_t>(row));
  }
  sample.pixels = std::move(out);
  sample.shape = {step.height, step.width, channels};
  return {};
}

}  // namespace

const StepDef step_center_crop{.doc = "the middle of a picture",
                               .phase = StepPhase::crop,
                               .fields = kFields,
                               .parse = parse,
                               .write = write,
                               .describe = describe,
                               .apply = apply};

}  // namespace thimble
