#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
}

namespace thimble {

const KernelDef kernel_mean_f32 =
    kernel_of<thimble_mean_f32>({.name = "mean_f32", .doc = "mean over the middle dimension, floats", .fields = kReduceFields});

}  // namespace thimble
