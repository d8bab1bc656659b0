#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/clip_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "low", "high"};
constexpr std::string_view kRealFields[] = {"low", "high"};

}  // namespace

const KernelDef kernel_clip_f32 =
    elementwise_kernel<thimble_clip_f32>("clip_f32", "clamp to a range, floats", kFloatMath, kFields, kRealFields);

}  // namespace thimble
