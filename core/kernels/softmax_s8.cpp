#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/softmax_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "depth", "in_multiplier", "in_shift", "diff_min");
constexpr auto kHeaders = kRequantize + names("fixed_exp.h");

}  // namespace

const KernelDef kernel_softmax_s8 = kernel_of<thimble_softmax_s8>(
    {.name = "softmax_s8", .doc = "softmax over the last axis, int8, fixed point", .fields = kFields, .headers = kHeaders});

}  // namespace thimble
