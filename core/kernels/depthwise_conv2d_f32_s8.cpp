#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_f32_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDepthwiseFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("depthwise_conv2d_f32.h", "depthwise_conv2d_float.h", "window.h");

}  // namespace

const KernelDef kernel_depthwise_conv2d_f32_s8 =
    kernel_of<thimble_depthwise_conv2d_f32_s8>({.name = "depthwise_conv2d_f32_s8",
                                                .doc = "one filter per channel, floats, int8 weights with a scale per channel",
                                                .fields = kFields,
                                                .real_fields = kOutRange,
                                                .constants = kScaledWeights,
                                                .headers = kHeaders});

}  // namespace thimble
