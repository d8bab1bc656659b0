#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/neg_f32.h"
}

namespace thimble {

const KernelDef kernel_neg_f32 =
    kernel_of<thimble_neg_f32>({.name = "neg_f32", .doc = "-x, floats", .fields = kCountField, .in_place = true});

}  // namespace thimble
