#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/requantize_u8_s8.h"
}

namespace thimble {

const KernelDef kernel_requantize_u8_s8 = kernel_of<thimble_requantize_u8_s8>({.name = "requantize_u8_s8",
                                                                               .doc = "change of scale and zero point, uint8 to int8",
                                                                               .fields = kRequantizeFields,
                                                                               .in_place = true,
                                                                               .headers = kRequantize});

}  // namespace thimble
