#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/average_pool2d_s8.h"
}

namespace thimble {

const KernelDef kernel_average_pool2d_s8 = kernel_of<thimble_average_pool2d_s8>(
    {.name = "average_pool2d_s8", .doc = "mean over a window, int8", .fields = kPoolFields, .headers = kRequantizeWindow});

}  // namespace thimble
