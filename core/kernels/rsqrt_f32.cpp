#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/rsqrt_f32.h"
}

namespace thimble {

const KernelDef kernel_rsqrt_f32 = kernel_of<thimble_rsqrt_f32>(
    {.name = "rsqrt_f32", .doc = "1 / sqrt(x), floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
