#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/gelu_f32.h"
}

namespace thimble {

const KernelDef kernel_gelu_f32 = kernel_of<thimble_gelu_f32>(
    {.name = "gelu_f32", .doc = "Gaussian error linear unit, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
