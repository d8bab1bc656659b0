#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/requantize_s8_s16.h"
}

namespace thimble {

const KernelDef kernel_requantize_s8_s16 = kernel_of<thimble_requantize_s8_s16>({.name = "requantize_s8_s16",
                                                                                 .doc = "change of scale and zero point, int8 to int16",
                                                                                 .fields = kRequantizeFields,
                                                                                 .headers = kRequantize});

}  // namespace thimble
