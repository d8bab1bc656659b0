#include <array>

#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 1> kFields{"length"};

Result<PreprocessingStep> parse(JsonValue object) {
  THIMBLE_TRY(const std::int64_t length, step_integer(object, "length", 1, kMaxSampleBytes / 4));
  return PreprocessingStep(LengthStep{length});
}

void write(const PreprocessingStep& any, JsonWriter& out) { out.field("length", std::get_if<LengthStep>(&any)->length); }

std::string describe(const PreprocessingStep& any) {
  return cat("Cut at ", std::get_if<LengthStep>(&any)->length, " frames, or fill up with silence at the end.");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  if (sample.kind != RawKind::audio_f32) return bad_data("a step for audio, but the samples are none", "Leave the step out.");
  const std::int64_t length = std::get_if<LengthStep>(&any)->length;
  sample.values.resize(static_cast<std::size_t>(length));
  sample.shape = {length};
  return {};
}

}  // namespace

const StepDef step_length{.doc = "audio of one length",
                          .phase = StepPhase::audio,
                          .fields = kFields,
                          .parse = parse,
                          .write = write,
                          .describe = describe,
                          .apply = apply};

}  // namespace thimble
