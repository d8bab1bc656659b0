#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/exp_f32.h"
}

namespace thimble {

const KernelDef kernel_exp_f32 = elementwise_kernel<thimble_exp_f32>("exp_f32", "e to the power of x, floats", kFloatMath);

}  // namespace thimble
