#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/relu_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + kOutRange;

}  // namespace

const KernelDef kernel_relu_f32 = kernel_of<thimble_relu_f32>(
    {.name = "relu_f32", .doc = "clamp, floats", .fields = kFields, .real_fields = kOutRange, .in_place = true, .headers = kFloatMath});

}  // namespace thimble
