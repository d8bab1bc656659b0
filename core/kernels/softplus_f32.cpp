#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/softplus_f32.h"
}

namespace thimble {

const KernelDef kernel_softplus_f32 = kernel_of<thimble_softplus_f32>(
    {.name = "softplus_f32", .doc = "log(1 + exp(x)), floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
