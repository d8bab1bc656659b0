#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/sin_f32.h"
}

namespace thimble {

const KernelDef kernel_sin_f32 =
    kernel_of<thimble_sin_f32>({.name = "sin_f32", .doc = "sine, floats", .fields = kCountField, .in_place = true, .headers = kFloatTrig});

}  // namespace thimble
