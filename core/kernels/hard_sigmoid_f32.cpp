#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/hard_sigmoid_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "alpha", "beta"};
constexpr std::string_view kRealFields[] = {"alpha", "beta"};

}  // namespace

const KernelDef kernel_hard_sigmoid_f32 = elementwise_kernel<thimble_hard_sigmoid_f32>(
    "hard_sigmoid_f32", "a sigmoid of three straight lines, floats", kFloatMath, kFields, kRealFields);

}  // namespace thimble
