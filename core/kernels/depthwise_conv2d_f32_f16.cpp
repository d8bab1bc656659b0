#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_f32_f16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDepthwiseFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("depthwise_conv2d_f32.h", "depthwise_conv2d_float.h", "window.h");

}  // namespace

const KernelDef kernel_depthwise_conv2d_f32_f16 =
    kernel_of<thimble_depthwise_conv2d_f32_f16>({.name = "depthwise_conv2d_f32_f16",
                                                 .doc = "one filter per channel, floats, weights in half precision",
                                                 .fields = kFields,
                                                 .real_fields = kOutRange,
                                                 .constants = kHalfWeights,
                                                 .headers = kHeaders});

}  // namespace thimble
