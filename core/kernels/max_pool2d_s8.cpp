#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/max_pool2d_s8.h"
}

namespace thimble {

const KernelDef kernel_max_pool2d_s8 = kernel_of<thimble_max_pool2d_s8>(
    {.name = "max_pool2d_s8", .doc = "greatest element of a window, int8", .fields = kPoolFields, .headers = kRequantizeWindow});

}  // namespace thimble
