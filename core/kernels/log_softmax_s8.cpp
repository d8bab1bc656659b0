#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/log_softmax_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "depth", "in_multiplier", "in_shift", "reverse_multiplier", "reverse_shift", "diff_min");
constexpr auto kHeaders = kRequantize + names("fixed_exp.h", "fixed_log.h");

}  // namespace

const KernelDef kernel_log_softmax_s8 = kernel_of<thimble_log_softmax_s8>(
    {.name = "log_softmax_s8", .doc = "logarithm of softmax along the last dimension, int8", .fields = kFields, .headers = kHeaders});

}  // namespace thimble
