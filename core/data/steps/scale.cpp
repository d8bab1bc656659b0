#include <array>

#include "core/base/text.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 2> kFields{"divide", "offset"};

Result<PreprocessingStep> parse(JsonValue object) {
  ScaleStep step;
  THIMBLE_TRY(step.divide, step_real(object, "divide", 1.0f));
  THIMBLE_TRY(step.offset, step_real(object, "offset", 0.0f));
  if (step.divide == 0) return bad_data("'divide' is 0");
  return PreprocessingStep(step);
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  const ScaleStep& step = *std::get_if<ScaleStep>(&any);
  out.key("divide").raw(number_text(step.divide)).key("offset").raw(number_text(step.offset));
}

std::string describe(const PreprocessingStep& any) {
  const ScaleStep& step = *std::get_if<ScaleStep>(&any);
  if (step.offset == 0) return cat("Divide by ", number_text(step.divide), ".");
  return cat("Divide by ", number_text(step.divide), step.offset < 0 ? ", subtract " : ", add ",
             number_text(step.offset < 0 ? -step.offset : step.offset), ".");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const ScaleStep& step = *std::get_if<ScaleStep>(&any);
  for (float& value : sample.values) value = value / step.divide + step.offset;
  return {};
}

}  // namespace

const StepDef step_scale{.doc = "x / divide + offset", .fields = kFields, .parse = parse, .write = write, .describe = describe, .apply = apply};

}  // namespace thimble
