#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/sum_f32.h"
}

namespace thimble {

const KernelDef kernel_sum_f32 =
    kernel_of<thimble_sum_f32>({.name = "sum_f32", .doc = "sum over neighbouring dimensions, floats", .fields = kReduceFields});

}  // namespace thimble
