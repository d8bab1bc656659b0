#include <array>

#include "core/base/text.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 1> kFields{"order"};
constexpr std::array<std::string_view, 2> kOrders{"chw_to_hwc", "hwc_to_chw"};

Result<PreprocessingStep> parse(JsonValue object) {
  THIMBLE_TRY(const std::size_t order, step_choice(object, "order", kOrders));
  return PreprocessingStep(LayoutStep{order == 1});
}

void write(const PreprocessingStep& any, JsonWriter& out) { out.field("order", kOrders[std::get_if<LayoutStep>(&any)->to_chw ? 1 : 0]); }

std::string describe(const PreprocessingStep& any) {
  return std::get_if<LayoutStep>(&any)->to_chw ? "Channels first." : "Channels last: the data have them first.";
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  std::vector<std::int64_t>& shape = sample.shape;
  if (shape.size() == 4 && shape[0] == 1) shape.erase(shape.begin());
  if (shape.size() != 3) return bad_data(cat("numbers of shape ", shape_text(shape), ", expected three dimensions"));
  const bool to_chw = std::get_if<LayoutStep>(&any)->to_chw;
  const std::int64_t channels = to_chw ? shape[2] : shape[0], pixels = std::ssize(sample.values) / channels;
  std::vector<float> out(sample.values.size());
  for (std::int64_t p = 0; p < pixels; ++p) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const std::size_t last = static_cast<std::size_t>(p * channels + c), first = static_cast<std::size_t>(c * pixels + p);
      out[to_chw ? first : last] = sample.values[to_chw ? last : first];
    }
  }
  sample.values = std::move(out);
  shape = to_chw ? std::vector<std::int64_t>{shape[2], shape[0], shape[1]} : std::vector<std::int64_t>{shape[1], shape[2], shape[0]};
  return {};
}

}  // namespace

const StepDef step_layout{
    .doc = "channels first or last", .fields = kFields, .parse = parse, .write = write, .describe = describe, .apply = apply};

}  // namespace thimble
