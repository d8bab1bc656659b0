#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/round_f32.h"
}

namespace thimble {

const KernelDef kernel_round_f32 = kernel_of<thimble_round_f32>(
    {.name = "round_f32", .doc = "nearest whole number, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
