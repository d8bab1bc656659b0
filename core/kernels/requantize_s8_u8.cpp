#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/requantize_s8_u8.h"
}

namespace thimble {

const KernelDef kernel_requantize_s8_u8 = kernel_of<thimble_requantize_s8_u8>({.name = "requantize_s8_u8",
                                                                               .doc = "change of scale and zero point, int8 to uint8",
                                                                               .fields = kRequantizeFields,
                                                                               .in_place = true,
                                                                               .headers = kRequantize});

}  // namespace thimble
