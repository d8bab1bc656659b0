// Sums, differences and products of two tensors of one shape as C99.
//   The reference scales both inputs to a common scale and rounds five times. With int8 inputs there are 65,536 cases, so a
//   form without intermediate roundings, (a * A + b * B + C) >> S, is searched and proven on all of them when generating.
#pragma once

#include "core/codegen/kernel_emitter.h"

namespace thimble {

bool add_c99_applies(const KernelCall& call);
bool sub_c99_applies(const KernelCall& call);
bool mul_c99_applies(const KernelCall& call);
EmittedKernel emit_add_c99(const EmitRequest& request);
EmittedKernel emit_sub_c99(const EmitRequest& request);
EmittedKernel emit_mul_c99(const EmitRequest& request);

}  // namespace thimble
