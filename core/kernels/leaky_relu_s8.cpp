#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/leaky_relu_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("in_zero_point", "out_zero_point", "multiplier", "shift", "alpha_multiplier", "alpha_shift");

}  // namespace

const KernelDef kernel_leaky_relu_s8 = kernel_of<thimble_leaky_relu_s8>({.name = "leaky_relu_s8",
                                                                         .doc = "x where x >= 0, alpha * x elsewhere, int8",
                                                                         .fields = kFields,
                                                                         .in_place = true,
                                                                         .headers = kRequantize});

}  // namespace thimble
