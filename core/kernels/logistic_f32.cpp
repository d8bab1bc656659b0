#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/logistic_f32.h"
}

namespace thimble {

const KernelDef kernel_logistic_f32 = kernel_of<thimble_logistic_f32>(
    {.name = "logistic_f32", .doc = "1 / (1 + exp(-x)), floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
