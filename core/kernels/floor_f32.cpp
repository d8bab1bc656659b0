#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/floor_f32.h"
}

namespace thimble {

const KernelDef kernel_floor_f32 = kernel_of<thimble_floor_f32>({.name = "floor_f32",
                                                                 .doc = "greatest whole number at most x, floats",
                                                                 .fields = kCountField,
                                                                 .in_place = true,
                                                                 .headers = kFloatMath});

}  // namespace thimble
