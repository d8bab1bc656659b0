#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/log_softmax_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "depth"};

}  // namespace

const KernelDef kernel_log_softmax_f32 = elementwise_kernel<thimble_log_softmax_f32>(
    "log_softmax_f32", "logarithm of softmax along the last dimension, floats", kFloatMath, kFields);

}  // namespace thimble
