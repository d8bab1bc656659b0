#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/log_softmax_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "depth", "in_multiplier", "in_shift", "reverse_multiplier", "reverse_shift", "diff_min"};
constexpr std::string_view kHeaders[] = {"fixed_exp.h", "fixed_log.h", "requantize.h"};

}  // namespace

const KernelDef kernel_log_softmax_s8 =
    unary_kernel<thimble_log_softmax_s8>("log_softmax_s8", "logarithm of softmax along the last dimension, int8", kHeaders, kFields);

}  // namespace thimble
