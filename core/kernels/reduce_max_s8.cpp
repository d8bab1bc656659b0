#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_max_s8.h"
}

namespace thimble {

const KernelDef kernel_reduce_max_s8 = kernel_of<thimble_reduce_max_s8>(
    {.name = "reduce_max_s8", .doc = "greatest element over neighbouring dimensions, int8", .fields = kReduceFields});

}  // namespace thimble
