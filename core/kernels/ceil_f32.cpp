#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/ceil_f32.h"
}

namespace thimble {

const KernelDef kernel_ceil_f32 = elementwise_kernel<thimble_ceil_f32>("ceil_f32", "least whole number at least x, floats", kFloatMath);

}  // namespace thimble
