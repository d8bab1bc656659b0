#include "core/kernels/kernel_of.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kConvFields + kZeroPointAndRange;

}  // namespace

const KernelDef kernel_conv2d_s8 = kernel_of<thimble_conv2d_s8>({.name = "conv2d_s8",
                                                                 .doc = "2-D convolution, int8, per-channel weights",
                                                                 .fields = kFields,
                                                                 .constants = kRequantizedWeights,
                                                                 .headers = kRequantizeWindow,
                                                                 .run_fast = run_conv2d_s8_simd,
                                                                 .fast_scratch_bytes = conv2d_s8_simd_scratch});

}  // namespace thimble
