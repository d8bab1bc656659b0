#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/log_softmax_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "depth");

}  // namespace

const KernelDef kernel_log_softmax_f32 = kernel_of<thimble_log_softmax_f32>({.name = "log_softmax_f32",
                                                                             .doc = "logarithm of softmax along the last dimension, floats",
                                                                             .fields = kFields,
                                                                             .in_place = true,
                                                                             .headers = kFloatMath});

}  // namespace thimble
