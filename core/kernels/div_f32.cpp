#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/div_f32.h"
}

namespace thimble {
namespace {

constexpr auto kHeaders = kFloatMath + kBroadcast;

}  // namespace

const KernelDef kernel_div_f32 = kernel_of<thimble_div_f32, 2>({.name = "div_f32",
                                                                .doc = "elementwise quotient with broadcasting, floats",
                                                                .fields = kBroadcastRangeFields,
                                                                .real_fields = kOutRange,
                                                                .in_place = true,
                                                                .headers = kHeaders});

}  // namespace thimble
