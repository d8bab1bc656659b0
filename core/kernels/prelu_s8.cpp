#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/prelu_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields =
    kBroadcastFields + names("a_zero_point", "b_zero_point", "out_zero_point", "multiplier", "shift", "slope_multiplier", "slope_shift");
constexpr auto kHeaders = kBroadcast + kRequantize;

}  // namespace

const KernelDef kernel_prelu_s8 = kernel_of<thimble_prelu_s8, 2>({.name = "prelu_s8",
                                                                  .doc = "leaky rectifier with a slope for each element, int8",
                                                                  .fields = kFields,
                                                                  .in_place = true,
                                                                  .headers = kHeaders});

}  // namespace thimble
