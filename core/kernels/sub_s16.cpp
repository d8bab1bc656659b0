#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/sub_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields =
    kBroadcastFields + names("left_shift", "a_multiplier", "a_shift", "b_multiplier", "b_shift", "out_multiplier", "out_shift") + kOutRange;

}  // namespace

const KernelDef kernel_sub_s16 = kernel_of<thimble_sub_s16, 2>({.name = "sub_s16",
                                                                .doc = "elementwise difference with broadcasting, int16",
                                                                .fields = kFields,
                                                                .in_place = true,
                                                                .headers = kRequantize});

}  // namespace thimble
