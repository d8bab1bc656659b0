#include "core/kernels/kernel_of.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/add_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kBroadcastFields +
                         names("left_shift", "a_zero_point", "a_multiplier", "a_shift", "b_zero_point", "b_multiplier", "b_shift",
                               "out_zero_point", "out_multiplier", "out_shift") +
                         kOutRange;

}  // namespace

const KernelDef kernel_add_s8 = kernel_of<thimble_add_s8, 2>({.name = "add_s8",
                                                              .doc = "elementwise sum with broadcasting, int8",
                                                              .fields = kFields,
                                                              .in_place = true,
                                                              .headers = kRequantize,
                                                              .run_fast = run_add_s8_simd});

}  // namespace thimble
