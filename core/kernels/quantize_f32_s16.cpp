#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/quantize_f32_s16.h"
}

namespace thimble {

const KernelDef kernel_quantize_f32_s16 = kernel_of<thimble_quantize_f32_s16>({.name = "quantize_f32_s16",
                                                                               .doc = "float to int16",
                                                                               .fields = kQuantizeFields,
                                                                               .constants = kScaleConstant,
                                                                               .headers = kQuantizeFloat});

}  // namespace thimble
