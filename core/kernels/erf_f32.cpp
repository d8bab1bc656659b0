#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/erf_f32.h"
}

namespace thimble {

const KernelDef kernel_erf_f32 = kernel_of<thimble_erf_f32>(
    {.name = "erf_f32", .doc = "error function, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
