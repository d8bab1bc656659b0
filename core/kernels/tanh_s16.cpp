#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/tanh_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("multiplier", "shift");

}  // namespace

const KernelDef kernel_tanh_s16 = kernel_of<thimble_tanh_s16>({.name = "tanh_s16",
                                                               .doc = "hyperbolic tangent, int16, interpolated table",
                                                               .fields = kFields,
                                                               .constants = kTableS16Constant,
                                                               .in_place = true,
                                                               .headers = kSigmoidTable});

}  // namespace thimble
