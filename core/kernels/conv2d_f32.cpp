#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/conv2d_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kConvFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("conv2d_float.h", "window.h");

}  // namespace

const KernelDef kernel_conv2d_f32 = kernel_of<thimble_conv2d_f32>({.name = "conv2d_f32",
                                                                   .doc = "2-D convolution, floats",
                                                                   .fields = kFields,
                                                                   .real_fields = kOutRange,
                                                                   .constants = kFloatWeights,
                                                                   .headers = kHeaders});

}  // namespace thimble
