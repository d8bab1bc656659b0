#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/cos_f32.h"
}

namespace thimble {

const KernelDef kernel_cos_f32 = kernel_of<thimble_cos_f32>(
    {.name = "cos_f32", .doc = "cosine, floats", .fields = kCountField, .in_place = true, .headers = kFloatTrig});

}  // namespace thimble
