// Sums, differences and products of two tensors of one shape as C99.
//   The reference scales both inputs to a common scale and rounds five times. With int8 inputs there are 65,536 cases, so a
//   form without intermediate roundings, (a * A + b * B + C) >> S, is searched and proven on all of them when generating.
#pragma once

#include "core/codegen/kernel_emitter.h"

namespace thimble {

bool add_c99_applies(const KernelCall& call);
bool sub_c99_applies(const KernelCall& call);
bool mul_c99_applies(const KernelCall& call);

// How a sum is kept inside int8: by comparisons, or by the instruction that Cortex-M4 has for it (dsp_s8.h).
enum class Saturation { compare, ssat };
EmittedKernel emit_add_c99(const EmitRequest& request, Saturation saturation);
EmittedKernel emit_sub_c99(const EmitRequest& request, Saturation saturation);
EmittedKernel emit_mul_c99(const EmitRequest& request);

}  // namespace thimble
