#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/softsign_f32.h"
}

namespace thimble {

const KernelDef kernel_softsign_f32 = kernel_of<thimble_softsign_f32>(
    {.name = "softsign_f32", .doc = "x / (1 + |x|), floats", .fields = kCountField, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
