#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/reduce_prod_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_prod_f32 = kernel_of<thimble_reduce_prod_f32>(
    {.name = "reduce_prod_f32", .doc = "product over neighbouring dimensions, floats", .fields = kReduceFields});

}  // namespace thimble
