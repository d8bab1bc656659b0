#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 2> kFields{"mean", "std"};
constexpr std::size_t kMaxChannels = 65536;

Result<std::vector<float>> numbers(JsonValue object, std::string_view field) {
  const JsonValue list = object[field];
  if (!list.is_array() || list.size() == 0 || list.size() > kMaxChannels) {
    return bad_data(cat("'", field, "' is ", list.kind(), ", expected a list of numbers, one or one a channel"));
  }
  std::vector<float> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto number = list[i].number();
    if (!number || !std::isfinite(static_cast<float>(*number))) return bad_data(cat("'", field, "' ", i + 1, " is not a number"));
    out.push_back(static_cast<float>(*number));
  }
  return out;
}

Result<PreprocessingStep> parse(JsonValue object) {
  NormalizeStep step;
  THIMBLE_TRY(step.mean, numbers(object, "mean"));
  THIMBLE_TRY(step.std, numbers(object, "std"));
  if (std::find(step.std.begin(), step.std.end(), 0.0f) != step.std.end()) return bad_data("'std' has a 0");
  return PreprocessingStep(std::move(step));
}

std::string list_text(const std::vector<float>& numbers) {
  std::vector<std::string> parts;
  for (const float number : numbers) parts.push_back(number_text(number));
  return "[" + join(parts, ", ") + "]";
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  const NormalizeStep& step = *std::get_if<NormalizeStep>(&any);
  out.key("mean").raw(list_text(step.mean)).key("std").raw(list_text(step.std));
}

std::string describe(const PreprocessingStep& any) {
  const NormalizeStep& step = *std::get_if<NormalizeStep>(&any);
  return cat("Subtract the mean ", list_text(step.mean), ", divide by the deviation ", list_text(step.std), ".");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const NormalizeStep& step = *std::get_if<NormalizeStep>(&any);
  const std::size_t channels = sample.shape.empty() ? 1 : static_cast<std::size_t>(sample.shape.back());
  for (const std::vector<float>* list : {&step.mean, &step.std}) {
    if (list->size() == 1 || list->size() == channels) continue;
    return bad_data(cat(list->size(), " numbers for ", channels, " channels, expected 1 or ", channels));
  }
  for (std::size_t i = 0; i < sample.values.size(); ++i) {
    const std::size_t c = i % channels;
    sample.values[i] = (sample.values[i] - step.mean[step.mean.size() == 1 ? 0 : c]) / step.std[step.std.size() == 1 ? 0 : c];
  }
  return {};
}

}  // namespace

const StepDef step_normalize{
    .doc = "(x - mean) / std, by channel", .fields = kFields, .parse = parse, .write = write, .describe = describe, .apply = apply};

}  // namespace thimble
