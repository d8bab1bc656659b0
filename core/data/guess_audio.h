// The audio front end that fits an input: windows x mel bins, or windows x MFCCs, or the frames themselves. Recordings of a rate
// that leads nowhere, or of several rates, are resampled to a usual one.
#pragma once

#include <set>

#include "core/data/guess_preprocessing.h"

namespace thimble {

// `rates_hz`: those of the recordings that were looked at.
Result<void> guess_audio(const RawSample& sample, const ModelInput& input, const std::set<std::int32_t>& rates_hz, PreprocessingGuess& out);

}  // namespace thimble
