#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/tanh_f32.h"
}

namespace thimble {

const KernelDef kernel_tanh_f32 = kernel_of<thimble_tanh_f32>(
    {.name = "tanh_f32", .doc = "hyperbolic tangent, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
