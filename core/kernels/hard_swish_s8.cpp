#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/hard_swish_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields =
    kCountField + names("in_zero_point", "out_zero_point", "out_multiplier", "out_exponent", "reluish_multiplier", "reluish_exponent");

}  // namespace

const KernelDef kernel_hard_swish_s8 = kernel_of<thimble_hard_swish_s8>({.name = "hard_swish_s8",
                                                                         .doc = "x * clamp(x + 3, 0, 6) / 6, int8, fixed point",
                                                                         .fields = kFields,
                                                                         .in_place = true,
                                                                         .headers = kRequantize});

}  // namespace thimble
