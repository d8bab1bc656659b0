#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_min_s16.h"
}

namespace thimble {

const KernelDef kernel_reduce_min_s16 = kernel_of<thimble_reduce_min_s16>(
    {.name = "reduce_min_s16", .doc = "least element over neighbouring dimensions, int16", .fields = kReduceFields});

}  // namespace thimble
