#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/log_f32.h"
}

namespace thimble {

const KernelDef kernel_log_f32 = elementwise_kernel<thimble_log_f32>("log_f32", "natural logarithm, floats", kFloatMath);

}  // namespace thimble
