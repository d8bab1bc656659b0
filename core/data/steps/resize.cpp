#include <array>

#include "core/base/text.h"
#include "core/data/picture_steps.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 4> kFields{"height", "width", "method", "fit"};
constexpr std::array<std::string_view, 3> kMethods{"nearest", "bilinear", "antialias"};
constexpr std::array<std::string_view, 2> kFits{"stretch", "crop"};

Result<PreprocessingStep> parse(JsonValue object) {
  ResizeStep step;
  THIMBLE_TRY(const std::int64_t height, step_integer(object, "height", 1, kMaxImageSteps));
  THIMBLE_TRY(const std::int64_t width, step_integer(object, "width", 1, kMaxImageSteps));
  THIMBLE_TRY(const std::size_t method, step_choice(object, "method", kMethods, 1));
  THIMBLE_TRY(const std::size_t fit, step_choice(object, "fit", kFits, 0));
  step.height = static_cast<std::int32_t>(height);
  step.width = static_cast<std::int32_t>(width);
  step.method = static_cast<ResizeMethod>(method);
  step.fit = static_cast<ResizeFit>(fit);
  return PreprocessingStep(step);
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  const ResizeStep& step = *std::get_if<ResizeStep>(&any);
  out.field("height", step.height).field("width", step.width);
  out.field("method", kMethods[static_cast<std::size_t>(step.method)]).field("fit", kFits[static_cast<std::size_t>(step.fit)]);
}

std::string describe(const PreprocessingStep& any) {
  const ResizeStep& step = *std::get_if<ResizeStep>(&any);
  return cat("Resize to ", step.height, "x", step.width, " (", kMethods[static_cast<std::size_t>(step.method)], ")",
             step.fit == ResizeFit::crop ? ", the middle of the picture with those proportions." : ", the whole picture.");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const ResizeStep& step = *std::get_if<ResizeStep>(&any);
  THIMBLE_TRY_VOID(check_picture(sample));
  const auto params = resize_params(step, sample.shape[0], sample.shape[1], sample.shape[2]);
  const std::size_t row = static_cast<std::size_t>(step.width * sample.shape[2]);
  std::vector<std::uint8_t> out(row * static_cast<std::size_t>(step.height));
  for (std::int32_t y = 0; y < step.height; ++y) {
    thimble_image_row_u8(&params, sample.pixels.data(), y, 0, step.width, out.data() + static_cast<std::size_t>(y) * row);
  }
  sample.pixels = std::move(out);
  sample.shape = {step.height, step.width, sample.shape[2]};
  return {};
}

}  // namespace

Result<void> check_picture(const RawSample& sample) {
  if (sample.kind != RawKind::image_u8) return bad_data("a step for pictures, but the samples are none", "Leave the step out.");
  if (sample.shape.size() != 3 || sample.shape[0] > kMaxImageSteps || sample.shape[1] > kMaxImageSteps) {
    return out_of_budget(cat("a picture of ", shape_text(sample.shape), ", expected sides of at most ", kMaxImageSteps));
  }
  return {};
}

thimble_image_row_u8_params resize_params(const ResizeStep& step, std::int64_t height, std::int64_t width, std::int64_t channels) {
  thimble_image_row_u8_params params{};
  params.height = params.rows = static_cast<std::int32_t>(height);
  params.width = params.columns = static_cast<std::int32_t>(width);
  params.channels = static_cast<std::int32_t>(channels);
  params.out_height = step.height;
  params.out_width = step.width;
  params.method = static_cast<std::int32_t>(step.method);
  if (step.fit == ResizeFit::crop) thimble_image_center_window(&params);
  return params;
}

const StepDef step_resize{.doc = "a picture, or its middle, in another size",
                          .phase = StepPhase::resize,
                          .fields = kFields,
                          .parse = parse,
                          .write = write,
                          .describe = describe,
                          .apply = apply};

}  // namespace thimble
