#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/requantize_s16.h"
}

namespace thimble {

const KernelDef kernel_requantize_s16 = kernel_of<thimble_requantize_s16>(
    {.name = "requantize_s16", .doc = "change of scale, int16", .fields = kRequantizeFields, .in_place = true, .headers = kRequantize});

}  // namespace thimble
