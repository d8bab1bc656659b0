#include "core/kernels/kernel_of.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDepthwiseFields + kZeroPointAndRange;

}  // namespace

const KernelDef kernel_depthwise_conv2d_s8 =
    kernel_of<thimble_depthwise_conv2d_s8>({.name = "depthwise_conv2d_s8",
                                            .doc = "one filter per channel, int8, per-channel weights",
                                            .fields = kFields,
                                            .constants = kRequantizedWeights,
                                            .headers = kRequantizeWindow,
                                            .run_fast = run_depthwise_conv2d_s8_simd,
                                            .fast_scratch_bytes = depthwise_conv2d_s8_simd_scratch});

}  // namespace thimble
