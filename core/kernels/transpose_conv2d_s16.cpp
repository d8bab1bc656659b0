#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/transpose_conv2d_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kTransposeConvFields + names("out_min", "out_max", "accumulator_bits");
constexpr auto kHeaders = kRequantizeWide + names("transpose_taps.h");

}  // namespace

const KernelDef kernel_transpose_conv2d_s16 = kernel_of<thimble_transpose_conv2d_s16>({.name = "transpose_conv2d_s16",
                                                                                       .doc = "2-D transposed convolution, int16",
                                                                                       .fields = kFields,
                                                                                       .constants = kRequantizedWeightsWide,
                                                                                       .headers = kHeaders});

}  // namespace thimble
