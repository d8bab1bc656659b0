#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/add_f32.h"
}

namespace thimble {

const KernelDef kernel_add_f32 = kernel_of<thimble_add_f32, 2>({.name = "add_f32",
                                                                .doc = "elementwise sum with broadcasting, floats",
                                                                .fields = kBroadcastRangeFields,
                                                                .real_fields = kOutRange,
                                                                .in_place = true,
                                                                .headers = kFloatMath});

}  // namespace thimble
