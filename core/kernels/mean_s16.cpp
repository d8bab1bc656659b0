#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/mean_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kReduceFields + names("multiplier", "shift");

}  // namespace

const KernelDef kernel_mean_s16 = kernel_of<thimble_mean_s16>(
    {.name = "mean_s16", .doc = "mean over neighbouring dimensions, int16", .fields = kFields, .headers = kRequantize});

}  // namespace thimble
