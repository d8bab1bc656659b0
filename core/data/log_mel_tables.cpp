#include "core/data/log_mel_tables.h"

#include <cmath>
#include <numbers>

namespace thimble {
namespace {

double mel_of(double hz) { return 1127.0 * std::log1p(hz / 700.0); }

void add_triangles(const LogMelStep& step, LogMelTables& out) {
  const double low = mel_of(step.low_hz), high = mel_of(step.high_hz);
  const double width = (high - low) / (step.mel_bins + 1);
  const double hz_per_line = static_cast<double>(step.sample_rate_hz) / step.fft;
  for (std::int32_t m = 0; m < step.mel_bins; ++m) {
    const double left = low + m * width;
    std::int32_t first = 0, count = 0;
    // The constant part of a signal says nothing about its sound: frequency 0 is left out.
    for (std::int32_t line = 1; line <= step.fft / 2; ++line) {
      const double place = (mel_of(line * hz_per_line) - left) / width;  // 1 at the middle, 0 and 2 at the ends
      const float weight = static_cast<float>(std::min(place, 2.0 - place));
      if (weight <= 0) continue;
      if (count == 0) first = line;
      ++count;
      out.weights.push_back(weight);
    }
    out.spans.push_back(first);
    out.spans.push_back(count);
  }
}

}  // namespace

LogMelTables log_mel_tables(const LogMelStep& step) {
  LogMelTables out;
  out.params = {step.window, step.fft, step.mel_bins, step.coefficients, step.magnitude ? 1 : 0, step.log_offset};
  constexpr double pi = std::numbers::pi;
  for (std::int32_t i = 0; i < step.window; ++i) out.taper.push_back(static_cast<float>(0.5 - 0.5 * std::cos(2 * pi * i / step.window)));
  for (std::int32_t k = 0; k < step.fft / 2; ++k) {
    out.twiddles.push_back(static_cast<float>(std::cos(2 * pi * k / step.fft)));
    out.twiddles.push_back(static_cast<float>(-std::sin(2 * pi * k / step.fft)));
  }
  add_triangles(step, out);
  for (std::int32_t k = 0; k < step.coefficients; ++k) {
    for (std::int32_t m = 0; m < step.mel_bins; ++m) {
      out.transform.push_back(static_cast<float>(std::sqrt(2.0 / step.mel_bins) * std::cos(pi / step.mel_bins * (m + 0.5) * k)));
    }
  }
  return out;
}

}  // namespace thimble
