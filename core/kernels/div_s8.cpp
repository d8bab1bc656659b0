#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/div_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kBroadcastFields + names("a_zero_point", "b_zero_point", "out_zero_point", "multiplier", "shift") + kOutRange;
constexpr auto kHeaders = kBroadcast + names("fixed_exp.h", "requantize.h");

}  // namespace

const KernelDef kernel_div_s8 = kernel_of<thimble_div_s8, 2>(
    {.name = "div_s8", .doc = "elementwise quotient with broadcasting, int8", .fields = kFields, .in_place = true, .headers = kHeaders});

}  // namespace thimble
