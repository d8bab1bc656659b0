#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/pad_f32.h"
}

namespace thimble {
namespace {

constexpr auto kRealFields = names("value");

}  // namespace

const KernelDef kernel_pad_f32 = kernel_of<thimble_pad_f32>(
    {.name = "pad_f32", .doc = "a border of one value, floats", .fields = kPadFields, .real_fields = kRealFields});

}  // namespace thimble
