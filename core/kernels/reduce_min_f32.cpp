#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_min_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_min_f32 = kernel_of<thimble_reduce_min_f32>(
    {.name = "reduce_min_f32", .doc = "least element over neighbouring dimensions, floats", .fields = kReduceFields});

}  // namespace thimble
