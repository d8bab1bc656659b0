#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/transpose_conv2d_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kTransposeConvFields + kZeroPointAndRange;
constexpr auto kHeaders = kRequantize + names("transpose_taps.h");

}  // namespace

const KernelDef kernel_transpose_conv2d_s8 = kernel_of<thimble_transpose_conv2d_s8>({.name = "transpose_conv2d_s8",
                                                                                     .doc = "2-D transposed convolution, int8",
                                                                                     .fields = kFields,
                                                                                     .constants = kRequantizedWeights,
                                                                                     .headers = kHeaders});

}  // namespace thimble
