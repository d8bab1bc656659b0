#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/hard_swish_f32.h"
}

namespace thimble {

const KernelDef kernel_hard_swish_f32 = kernel_of<thimble_hard_swish_f32>({.name = "hard_swish_f32",
                                                                           .doc = "x * clamp(x + 3, 0, 6) / 6, floats",
                                                                           .fields = kCountField,
                                                                           .in_place = true,
                                                                           .headers = kFloatMath});

}  // namespace thimble
