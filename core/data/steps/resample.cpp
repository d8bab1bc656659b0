#include <array>

#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/resample_audio.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::int64_t kLowestHz = 1000, kHighestHz = 384'000;  // beyond them a rate is hardly one, and a file 400 times its size
constexpr std::array<std::string_view, 1> kFields{"rate_hz"};

Result<PreprocessingStep> parse(JsonValue object) {
  THIMBLE_TRY(const std::int64_t rate, step_integer(object, "rate_hz", kLowestHz, kHighestHz));
  return PreprocessingStep(ResampleStep{static_cast<std::int32_t>(rate)});
}

void write(const PreprocessingStep& any, JsonWriter& out) { out.field("rate_hz", std::get_if<ResampleStep>(&any)->rate_hz); }

std::string describe(const PreprocessingStep& any) {
  const std::int32_t rate = std::get_if<ResampleStep>(&any)->rate_hz;
  return cat("Recordings of other rates are brought to ", rate, " Hz (polyphase, Kaiser-windowed sinc); a device records at ", rate, " Hz.");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  if (sample.kind != RawKind::audio_f32) return bad_data("a step for audio, but the samples are none", "Leave the step out.");
  const std::int32_t rate = std::get_if<ResampleStep>(&any)->rate_hz;
  if (sample.sample_rate_hz < kLowestHz || sample.sample_rate_hz > kHighestHz) {
    return bad_data(cat("a recording at ", sample.sample_rate_hz, " Hz, expected ", kLowestHz, " to ", kHighestHz),
                    "Is its header right? Convert it to a usual rate.");
  }
  const std::int64_t frames = resampled_frames(std::ssize(sample.values), sample.sample_rate_hz, rate);
  if (frames > kMaxSampleBytes / 4) return out_of_budget(cat("a recording that becomes ", frames, " frames"), "Cut it into shorter ones.");
  sample.values = resample_audio(sample.values, sample.sample_rate_hz, rate);
  sample.shape = {frames};
  sample.sample_rate_hz = rate;
  return {};
}

}  // namespace

const StepDef step_resample{.doc = "audio at one rate",
                            .phase = StepPhase::audio,
                            .fields = kFields,
                            .parse = parse,
                            .write = write,
                            .describe = describe,
                            .apply = apply};

}  // namespace thimble
