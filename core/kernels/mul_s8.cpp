#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mul_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields =
    kBroadcastFields + names("a_zero_point", "b_zero_point", "out_zero_point", "out_multiplier", "out_shift") + kOutRange;

}  // namespace

const KernelDef kernel_mul_s8 = kernel_of<thimble_mul_s8, 2>(
    {.name = "mul_s8", .doc = "elementwise product with broadcasting, int8", .fields = kFields, .in_place = true, .headers = kRequantize});

}  // namespace thimble
