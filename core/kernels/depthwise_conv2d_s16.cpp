#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDepthwiseFields + kOutRange;
constexpr auto kHeaders = kRequantizeWide + kWindow;

}  // namespace

const KernelDef kernel_depthwise_conv2d_s16 =
    kernel_of<thimble_depthwise_conv2d_s16>({.name = "depthwise_conv2d_s16",
                                             .doc = "one filter per channel, int16 activations, per-channel int8 weights",
                                             .fields = kFields,
                                             .constants = kRequantizedWeightsWide,
                                             .headers = kHeaders});

}  // namespace thimble
