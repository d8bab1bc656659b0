#include <array>
#include <bit>

#include "core/base/text.h"
#include "core/data/log_mel_tables.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 10> kFields{"sample_rate_hz", "window",  "hop",     "fft",       "mel_bins",
                                                   "coefficients",   "low_hz",  "high_hz", "magnitude", "log_offset"};

Result<PreprocessingStep> parse(JsonValue object) {
  const LogMelStep usual;
  LogMelStep step;
  const auto integer = [&](std::string_view field, std::int64_t low, std::int64_t high, std::int32_t& out) -> Result<void> {
    THIMBLE_TRY(const std::int64_t value, step_integer(object, field, low, high, out));
    out = static_cast<std::int32_t>(value);
    return {};
  };
  THIMBLE_TRY_VOID(integer("sample_rate_hz", 1, 1'000'000, step.sample_rate_hz));
  THIMBLE_TRY_VOID(integer("window", 2, 1 << 16, step.window));
  THIMBLE_TRY_VOID(integer("hop", 1, 1 << 20, step.hop));
  step.fft = static_cast<std::int32_t>(std::bit_ceil(static_cast<std::uint32_t>(step.window)));
  THIMBLE_TRY_VOID(integer("fft", 2, 1 << 16, step.fft));
  THIMBLE_TRY_VOID(integer("mel_bins", 1, 512, step.mel_bins));
  THIMBLE_TRY_VOID(integer("coefficients", 0, step.mel_bins, step.coefficients));
  THIMBLE_TRY(step.low_hz, step_real(object, "low_hz", usual.low_hz));
  THIMBLE_TRY(step.high_hz, step_real(object, "high_hz", usual.high_hz));
  THIMBLE_TRY(step.log_offset, step_real(object, "log_offset", usual.log_offset));
  const JsonValue magnitude = object["magnitude"];
  if (magnitude.present() && !magnitude.flag()) return bad_data("'magnitude' is neither true nor false");
  step.magnitude = magnitude.flag().value_or(false);
  if (!std::has_single_bit(static_cast<std::uint32_t>(step.fft)) || step.fft < step.window) {
    return bad_data(cat("'fft' is ", step.fft, ", expected a power of two of at least the window's ", step.window));
  }
  if (!(step.low_hz >= 0) || !(step.high_hz > step.low_hz) || step.high_hz > static_cast<float>(step.sample_rate_hz) / 2) {
    return bad_data(cat("mel bins from ", number_text(step.low_hz), " to ", number_text(step.high_hz), " Hz, expected rising and at most ",
                        step.sample_rate_hz / 2, " Hz, half the sample rate"));
  }
  if (!(step.log_offset > 0)) return bad_data("'log_offset' has to be above 0: silence has no logarithm");
  return PreprocessingStep(step);
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  const LogMelStep& step = *std::get_if<LogMelStep>(&any);
  out.field("sample_rate_hz", step.sample_rate_hz).field("window", step.window).field("hop", step.hop).field("fft", step.fft);
  out.field("mel_bins", step.mel_bins).field("coefficients", step.coefficients);
  out.key("low_hz").raw(number_text(step.low_hz)).key("high_hz").raw(number_text(step.high_hz));
  out.field("magnitude", step.magnitude).key("log_offset").raw(number_text(step.log_offset));
}

std::string describe(const PreprocessingStep& any) {
  const LogMelStep& step = *std::get_if<LogMelStep>(&any);
  const std::string what = step.coefficients > 0 ? cat(step.coefficients, " MFCCs of ", step.mel_bins, " mel bins")
                                                 : cat("logarithms of ", step.mel_bins, " mel bins");
  return cat("Audio at ", step.sample_rate_hz, " Hz: windows of ", step.window, " frames, every ", step.hop, "; ", what, ".");
}

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const LogMelStep& step = *std::get_if<LogMelStep>(&any);
  if (sample.kind != RawKind::audio_f32) return bad_data("a step for audio, but the samples are none", "Leave the step out.");
  if (sample.sample_rate_hz != step.sample_rate_hz) {
    return bad_data(cat("a recording at ", sample.sample_rate_hz, " Hz, expected ", step.sample_rate_hz),
                    cat("Put a step resample with rate_hz ", step.sample_rate_hz,
                        " first, or set 'sample_rate_hz' if the model was trained at theirs."));
  }
  const std::int64_t frames = std::ssize(sample.values);
  if (frames < step.window) {
    return bad_data(cat(frames, " frames, expected at least the window's ", step.window), "Put a step length before it.");
  }
  const LogMelTables tables = log_mel_tables(step);
  const std::int64_t windows = (frames - step.window) / step.hop + 1, numbers = step.coefficients > 0 ? step.coefficients : step.mel_bins;
  std::vector<float> out(static_cast<std::size_t>(windows * numbers)), scratch(static_cast<std::size_t>(tables.scratch_floats()));
  for (std::int64_t i = 0; i < windows; ++i) {
    thimble_log_mel_f32(&tables.params, sample.values.data() + i * step.hop, tables.taper.data(), tables.twiddles.data(), tables.spans.data(),
                        tables.weights.data(), tables.transform.data(), scratch.data(), out.data() + i * numbers);
  }
  sample.values = std::move(out);
  sample.shape = {windows, numbers};
  sample.kind = RawKind::tensor_f32;
  return {};
}

}  // namespace

const StepDef step_log_mel{.doc = "log-mel energies or MFCCs of audio",
                           .phase = StepPhase::audio,
                           .fields = kFields,
                           .parse = parse,
                           .write = write,
                           .describe = describe,
                           .apply = apply};

}  // namespace thimble
