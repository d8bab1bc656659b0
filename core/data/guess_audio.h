// The audio front end that fits an input: windows x mel bins, or windows x MFCCs, or the frames themselves.
#pragma once

#include "core/data/guess_preprocessing.h"

namespace thimble {

Result<void> guess_audio(const RawSample& sample, const ModelInput& input, PreprocessingGuess& out);

}  // namespace thimble
