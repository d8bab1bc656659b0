#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/softmax_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "depth", "beta");
constexpr auto kRealFields = names("beta");

}  // namespace

const KernelDef kernel_softmax_f32 = kernel_of<thimble_softmax_f32>({.name = "softmax_f32",
                                                                     .doc = "exp(beta x) / sum exp(beta x) over the last axis, floats",
                                                                     .fields = kFields,
                                                                     .real_fields = kRealFields,
                                                                     .in_place = true,
                                                                     .headers = kFloatMath});

}  // namespace thimble
