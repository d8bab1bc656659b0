#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/selu_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "alpha", "gamma"};
constexpr std::string_view kRealFields[] = {"alpha", "gamma"};

}  // namespace

const KernelDef kernel_selu_f32 =
    elementwise_kernel<thimble_selu_f32>("selu_f32", "scaled exponential linear unit, floats", kFloatMath, kFields, kRealFields);

}  // namespace thimble
