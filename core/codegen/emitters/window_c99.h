// Pooling and means as C99: the channels of a window side by side, several in local variables at a time.
#pragma once

#include <cstdint>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

bool average_pool2d_c99_applies(const KernelCall& call);
bool max_pool2d_c99_applies(const KernelCall& call);
bool mean_c99_applies(const KernelCall& call);
EmittedKernel emit_average_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once);
EmittedKernel emit_max_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once);
EmittedKernel emit_mean_c99(const EmitRequest& request, std::int64_t channels_at_once);

}  // namespace thimble
