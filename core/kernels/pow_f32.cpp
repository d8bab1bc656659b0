#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/pow_f32.h"
}

namespace thimble {
namespace {

constexpr auto kHeaders = kFloatMath + names("broadcast.h", "float_pow.h");

}  // namespace

const KernelDef kernel_pow_f32 = kernel_of<thimble_pow_f32, 2>({.name = "pow_f32",
                                                                .doc = "elementwise power with broadcasting, floats",
                                                                .fields = kBroadcastFields,
                                                                .in_place = true,
                                                                .headers = kHeaders});

}  // namespace thimble
