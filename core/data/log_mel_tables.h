// The constants of the device's log_mel_f32 for a step: what the host runs with and what is emitted are the same numbers.
//   maths   Hann taper, periodic; triangles between mel_bins + 2 points that are even on the mel scale (mel = 1127 ln(1 + f / 700)),
//           height 1; DCT-II, sqrt(2 / mel_bins) cos(pi / mel_bins (m + 1/2) k)
//   source  HTK Book 5.4 and 5.6; the same conventions as tf.signal
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/preprocessing.h"

extern "C" {
#include "core/kernels/device/log_mel_f32.h"
}

namespace thimble {

struct LogMelTables {
  thimble_log_mel_f32_params params{};
  std::vector<float> taper, twiddles, weights, transform;
  std::vector<std::int32_t> spans;
  std::int64_t scratch_floats() const { return 2 * std::int64_t{params.fft} + params.mel_bins; }
};

LogMelTables log_mel_tables(const LogMelStep& step);

}  // namespace thimble
