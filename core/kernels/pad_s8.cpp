#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/pad_s8.h"
}

namespace thimble {

const KernelDef kernel_pad_s8 =
    kernel_of<thimble_pad_s8>({.name = "pad_s8", .doc = "the input inside a border of one value", .fields = kPadFields});

}  // namespace thimble
