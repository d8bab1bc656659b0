#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/relu_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("multiplier", "shift") + kOutRange;

}  // namespace

const KernelDef kernel_relu_s16 = kernel_of<thimble_relu_s16>({.name = "relu_s16",
                                                               .doc = "clamp of real values with a change of scale, int16",
                                                               .fields = kFields,
                                                               .in_place = true,
                                                               .headers = kRequantize});

}  // namespace thimble
