#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/max_pool2d_s16.h"
}

namespace thimble {

const KernelDef kernel_max_pool2d_s16 = kernel_of<thimble_max_pool2d_s16>(
    {.name = "max_pool2d_s16", .doc = "greatest element of a window, int16", .fields = kPoolFields, .headers = kRequantizeWindow});

}  // namespace thimble
