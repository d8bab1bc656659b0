#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/leaky_relu_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("multiplier", "shift", "alpha_multiplier", "alpha_shift");

}  // namespace

const KernelDef kernel_leaky_relu_s16 = kernel_of<thimble_leaky_relu_s16>({.name = "leaky_relu_s16",
                                                                           .doc = "x where x >= 0, alpha * x elsewhere, int16",
                                                                           .fields = kFields,
                                                                           .in_place = true,
                                                                           .headers = kRequantize});

}  // namespace thimble
