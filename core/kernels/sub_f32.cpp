#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/sub_f32.h"
}

namespace thimble {

const KernelDef kernel_sub_f32 = kernel_of<thimble_sub_f32, 2>({.name = "sub_f32",
                                                                .doc = "elementwise difference with broadcasting, floats",
                                                                .fields = kBroadcastRangeFields,
                                                                .real_fields = kOutRange,
                                                                .in_place = true,
                                                                .headers = kFloatMath});

}  // namespace thimble
