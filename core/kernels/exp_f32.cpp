#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/exp_f32.h"
}

namespace thimble {

const KernelDef kernel_exp_f32 = kernel_of<thimble_exp_f32>(
    {.name = "exp_f32", .doc = "e to the power of x, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
