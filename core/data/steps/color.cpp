#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/data/picture_steps.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 1> kFields{"order"};
constexpr std::array<std::string_view, 3> kOrders{"gray", "rgb", "bgr"};

Result<PreprocessingStep> parse(JsonValue object) {
  THIMBLE_TRY(const std::size_t order, step_choice(object, "order", kOrders));
  return PreprocessingStep(ColorStep{static_cast<ColorOrder>(order)});
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  out.field("order", kOrders[static_cast<std::size_t>(std::get_if<ColorStep>(&any)->order)]);
}

std::string describe(const PreprocessingStep& any) {
  switch (std::get_if<ColorStep>(&any)->order) {
    case ColorOrder::gray: return "One channel: grey.";
    case ColorOrder::rgb: return "Three channels: red, green, blue.";
    case ColorOrder::bgr: return "Three channels: blue, green, red.";
  }
  return "";
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const ColorOrder order = std::get_if<ColorStep>(&any)->order;
  THIMBLE_TRY_VOID(check_picture(sample));
  const bool colored = sample.shape[2] == 3;
  std::vector<std::uint8_t>& pixels = sample.pixels;
  if (order == ColorOrder::gray && colored) {
    for (std::size_t i = 0; i < pixels.size() / 3; ++i) pixels[i] = thimble_gray_u8(pixels[3 * i], pixels[3 * i + 1], pixels[3 * i + 2]);
    pixels.resize(pixels.size() / 3);
  } else if (order != ColorOrder::gray && !colored) {
    std::vector<std::uint8_t> three;
    three.reserve(3 * pixels.size());
    for (const std::uint8_t gray : pixels) three.insert(three.end(), 3, gray);
    pixels = std::move(three);
  } else if (order == ColorOrder::bgr) {
    for (std::size_t i = 0; i + 2 < pixels.size(); i += 3) std::swap(pixels[i], pixels[i + 2]);
  }
  sample.shape[2] = order == ColorOrder::gray ? 1 : 3;
  return {};
}

}  // namespace

const StepDef step_color{.doc = "the channels of a picture and their order",
                         .phase = StepPhase::color,
                         .fields = kFields,
                         .parse = parse,
                         .write = write,
                         .describe = describe,
                         .apply = apply};

}  // namespace thimble
