#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kReduceFields + names("in_zero_point", "multiplier", "shift", "out_zero_point");

}  // namespace

const KernelDef kernel_mean_s8 = kernel_of<thimble_mean_s8>(
    {.name = "mean_s8", .doc = "mean over neighbouring dimensions, int8", .fields = kFields, .headers = kRequantize});

}  // namespace thimble
