#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/pad_s16.h"
}

namespace thimble {

const KernelDef kernel_pad_s16 = kernel_of<thimble_pad_s16>(
    {.name = "pad_s16", .doc = "the input inside a border of one value, elements of 16 bits", .fields = kPadFields});

}  // namespace thimble
