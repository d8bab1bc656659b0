#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/abs_f32.h"
}

namespace thimble {

const KernelDef kernel_abs_f32 = elementwise_kernel<thimble_abs_f32>("abs_f32", "|x|, floats", kFloatMath);

}  // namespace thimble
