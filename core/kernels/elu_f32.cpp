#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/elu_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "alpha"};
constexpr std::string_view kRealFields[] = {"alpha"};

}  // namespace

const KernelDef kernel_elu_f32 =
    elementwise_kernel<thimble_elu_f32>("elu_f32", "exponential linear unit, floats", kFloatMath, kFields, kRealFields);

}  // namespace thimble
