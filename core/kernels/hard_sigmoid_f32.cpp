#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/hard_sigmoid_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountAlphaFields + names("beta");
constexpr auto kRealFields = names("alpha", "beta");

}  // namespace

const KernelDef kernel_hard_sigmoid_f32 = kernel_of<thimble_hard_sigmoid_f32>({.name = "hard_sigmoid_f32",
                                                                               .doc = "a sigmoid of three straight lines, floats",
                                                                               .fields = kFields,
                                                                               .real_fields = kRealFields,
                                                                               .in_place = true,
                                                                               .headers = kFloatMath});

}  // namespace thimble
