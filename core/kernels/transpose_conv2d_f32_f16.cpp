#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/transpose_conv2d_f32_f16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kTransposeConvFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("transpose_conv2d_f32.h", "transpose_conv2d_float.h", "transpose_taps.h");

}  // namespace

const KernelDef kernel_transpose_conv2d_f32_f16 =
    kernel_of<thimble_transpose_conv2d_f32_f16>({.name = "transpose_conv2d_f32_f16",
                                                 .doc = "2-D transposed convolution, floats, half-precision weights",
                                                 .fields = kFields,
                                                 .real_fields = kOutRange,
                                                 .constants = kHalfWeights,
                                                 .headers = kHeaders});

}  // namespace thimble
