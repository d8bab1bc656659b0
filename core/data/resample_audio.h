// resample_audio: a recording at another rate.
//   how     polyphase: sinc of the lower of both rates' half, 16 zero crossings a side, in a Kaiser window (beta 9: about 90 dB);
//           every phase sums to 1, so a constant stays; no delay. Before and behind the recording is silence
//   length  frames * to / from, rounded up
//   exact   sums in double; across builds to the rounding of their sine
#pragma once

#include <cstdint>
#include <vector>

namespace thimble {

std::int64_t resampled_frames(std::int64_t frames, std::int32_t from_hz, std::int32_t to_hz);

std::vector<float> resample_audio(const std::vector<float>& frames, std::int32_t from_hz, std::int32_t to_hz);

}  // namespace thimble
