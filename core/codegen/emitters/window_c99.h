// Pooling and means as C99: the channels of a window side by side, several in local variables at a time, or by words of four
// of them on the instructions of the DSP extension (or their stand-ins).
#pragma once

#include <cstdint>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

enum class Lanes : std::uint8_t { single, words };

bool average_pool2d_c99_applies(const KernelCall& call);
bool max_pool2d_c99_applies(const KernelCall& call);
bool mean_c99_applies(const KernelCall& call);
// By words: at least four channels; sums are of int16, so that their windows have at most 255 elements.
bool average_pool2d_words_apply(const KernelCall& call);
bool max_pool2d_words_apply(const KernelCall& call);
bool mean_words_apply(const KernelCall& call);

EmittedKernel emit_average_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes = Lanes::single);
EmittedKernel emit_max_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes = Lanes::single);
EmittedKernel emit_mean_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes = Lanes::single);

}  // namespace thimble
