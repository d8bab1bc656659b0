#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_max_s16.h"
}

namespace thimble {

const KernelDef kernel_reduce_max_s16 = kernel_of<thimble_reduce_max_s16>(
    {.name = "reduce_max_s16", .doc = "greatest element over neighbouring dimensions, int16", .fields = kReduceFields});

}  // namespace thimble
