#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/average_pool2d_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kPoolWindowFields + names("count_padding") + kOutRange;

}  // namespace

const KernelDef kernel_average_pool2d_f32 = kernel_of<thimble_average_pool2d_f32>({.name = "average_pool2d_f32",
                                                                                   .doc = "mean over a window, floats",
                                                                                   .fields = kFields,
                                                                                   .real_fields = kOutRange,
                                                                                   .headers = kFloatWindow});

}  // namespace thimble
