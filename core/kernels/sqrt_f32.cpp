#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/sqrt_f32.h"
}

namespace thimble {

const KernelDef kernel_sqrt_f32 = elementwise_kernel<thimble_sqrt_f32>("sqrt_f32", "square root, floats", kFloatMath);

}  // namespace thimble
