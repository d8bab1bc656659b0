#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_max_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_max_f32 = kernel_of<thimble_reduce_max_f32>(
    {.name = "reduce_max_f32", .doc = "greatest element over neighbouring dimensions, floats", .fields = kReduceFields});

}  // namespace thimble
