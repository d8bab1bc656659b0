#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/quantize_f32_s8.h"
}

namespace thimble {

const KernelDef kernel_quantize_f32_s8 = kernel_of<thimble_quantize_f32_s8>(
    {.name = "quantize_f32_s8", .doc = "float to int8", .fields = kQuantizeFields, .constants = kScaleConstant, .headers = kQuantizeFloat});

}  // namespace thimble
