#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/elu_f32.h"
}

namespace thimble {
namespace {

constexpr auto kRealFields = names("alpha");

}  // namespace

const KernelDef kernel_elu_f32 = kernel_of<thimble_elu_f32>({.name = "elu_f32",
                                                             .doc = "exponential linear unit, floats",
                                                             .fields = kCountAlphaFields,
                                                             .real_fields = kRealFields,
                                                             .in_place = true,
                                                             .headers = kFloatMath});

}  // namespace thimble
