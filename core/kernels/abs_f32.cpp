#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/abs_f32.h"
}

namespace thimble {

const KernelDef kernel_abs_f32 =
    kernel_of<thimble_abs_f32>({.name = "abs_f32", .doc = "|x|, floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
