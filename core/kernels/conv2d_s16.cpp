#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/conv2d_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kConvFields + names("out_min", "out_max", "accumulator_bits");
constexpr auto kHeaders = kRequantizeWide + names("dot_s16.h", "window.h");

}  // namespace

const KernelDef kernel_conv2d_s16 = kernel_of<thimble_conv2d_s16>({.name = "conv2d_s16",
                                                                   .doc = "2-D convolution, int16 activations, per-channel int8 weights",
                                                                   .fields = kFields,
                                                                   .constants = kRequantizedWeightsWide,
                                                                   .headers = kHeaders});

}  // namespace thimble
