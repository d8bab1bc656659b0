#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/requantize_s16_s32.h"
}

namespace thimble {

const KernelDef kernel_requantize_s16_s32 = kernel_of<thimble_requantize_s16_s32>({.name = "requantize_s16_s32",
                                                                                   .doc = "change of scale and zero point, int16 to int32",
                                                                                   .fields = kRequantizeFields,
                                                                                   .headers = kRequantize});

}  // namespace thimble
