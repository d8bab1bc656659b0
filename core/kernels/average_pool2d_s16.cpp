#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/average_pool2d_s16.h"
}

namespace thimble {

const KernelDef kernel_average_pool2d_s16 = kernel_of<thimble_average_pool2d_s16>(
    {.name = "average_pool2d_s16", .doc = "mean over a window, int16", .fields = kPoolFields, .headers = kRequantizeWindow});

}  // namespace thimble
