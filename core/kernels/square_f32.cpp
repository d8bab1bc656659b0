#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/square_f32.h"
}

namespace thimble {

const KernelDef kernel_square_f32 =
    kernel_of<thimble_square_f32>({.name = "square_f32", .doc = "x * x, floats", .fields = kCountField, .in_place = true});

}  // namespace thimble
