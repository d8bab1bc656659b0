#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/gelu_tanh_f32.h"
}

namespace thimble {

const KernelDef kernel_gelu_tanh_f32 =
    elementwise_kernel<thimble_gelu_tanh_f32>("gelu_tanh_f32", "Gaussian error linear unit, by tanh, floats", kFloatMath);

}  // namespace thimble
