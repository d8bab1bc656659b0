#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mul_f32.h"
}

namespace thimble {

const KernelDef kernel_mul_f32 = kernel_of<thimble_mul_f32, 2>({.name = "mul_f32",
                                                                .doc = "elementwise product with broadcasting, floats",
                                                                .fields = kBroadcastRangeFields,
                                                                .real_fields = kOutRange,
                                                                .in_place = true,
                                                                .headers = kFloatMath});

}  // namespace thimble
