#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/rsqrt_f32.h"
}

namespace thimble {

const KernelDef kernel_rsqrt_f32 = elementwise_kernel<thimble_rsqrt_f32>("rsqrt_f32", "1 / sqrt(x), floats", kFloatMath);

}  // namespace thimble
