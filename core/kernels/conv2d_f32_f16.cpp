#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/conv2d_f32_f16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kConvFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("conv2d_f32.h", "conv2d_float.h", "window.h");

}  // namespace

const KernelDef kernel_conv2d_f32_f16 = kernel_of<thimble_conv2d_f32_f16>({.name = "conv2d_f32_f16",
                                                                           .doc = "2-D convolution, floats, weights in half precision",
                                                                           .fields = kFields,
                                                                           .real_fields = kOutRange,
                                                                           .constants = kHalfWeights,
                                                                           .headers = kHeaders});

}  // namespace thimble
