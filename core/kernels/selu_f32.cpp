#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/selu_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountAlphaFields + names("gamma");
constexpr auto kRealFields = names("alpha", "gamma");

}  // namespace

const KernelDef kernel_selu_f32 = kernel_of<thimble_selu_f32>({.name = "selu_f32",
                                                               .doc = "scaled exponential linear unit, floats",
                                                               .fields = kFields,
                                                               .real_fields = kRealFields,
                                                               .in_place = true,
                                                               .headers = kFloatMath});

}  // namespace thimble
