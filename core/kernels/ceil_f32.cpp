#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/ceil_f32.h"
}

namespace thimble {

const KernelDef kernel_ceil_f32 = kernel_of<thimble_ceil_f32>(
    {.name = "ceil_f32", .doc = "least whole number at least x, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
