#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/sqrt_f32.h"
}

namespace thimble {

const KernelDef kernel_sqrt_f32 = kernel_of<thimble_sqrt_f32>(
    {.name = "sqrt_f32", .doc = "square root, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
