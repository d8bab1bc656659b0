#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/log_f32.h"
}

namespace thimble {

const KernelDef kernel_log_f32 = kernel_of<thimble_log_f32>(
    {.name = "log_f32", .doc = "natural logarithm, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
