#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/max_pool2d_f32.h"
}

namespace thimble {

const KernelDef kernel_max_pool2d_f32 = kernel_of<thimble_max_pool2d_f32>({.name = "max_pool2d_f32",
                                                                           .doc = "greatest element of a window, floats",
                                                                           .fields = kPoolFields,
                                                                           .real_fields = kOutRange,
                                                                           .headers = kFloatWindow});

}  // namespace thimble
