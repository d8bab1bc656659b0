#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/leaky_relu_f32.h"
}

namespace thimble {
namespace {

constexpr auto kRealFields = names("alpha");

}  // namespace

const KernelDef kernel_leaky_relu_f32 = kernel_of<thimble_leaky_relu_f32>({.name = "leaky_relu_f32",
                                                                           .doc = "x where not negative, else alpha * x, floats",
                                                                           .fields = kCountAlphaFields,
                                                                           .real_fields = kRealFields,
                                                                           .in_place = true,
                                                                           .headers = kFloatMath});

}  // namespace thimble
