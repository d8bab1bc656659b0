#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mul_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kBroadcastFields + names("out_multiplier", "out_shift") + kOutRange;

}  // namespace

const KernelDef kernel_mul_s16 = kernel_of<thimble_mul_s16, 2>({.name = "mul_s16",
                                                                .doc = "elementwise product with broadcasting, int16",
                                                                .fields = kFields,
                                                                .in_place = true,
                                                                .headers = kRequantize});

}  // namespace thimble
