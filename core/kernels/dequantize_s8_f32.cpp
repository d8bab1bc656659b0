#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/dequantize_s8_f32.h"
}

namespace thimble {

const KernelDef kernel_dequantize_s8_f32 = kernel_of<thimble_dequantize_s8_f32>(
    {.name = "dequantize_s8_f32", .doc = "int8 to float", .fields = kQuantizeFields, .constants = kScaleConstant});

}  // namespace thimble
