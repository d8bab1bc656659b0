#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/erf_f32.h"
}

namespace thimble {

const KernelDef kernel_erf_f32 = elementwise_kernel<thimble_erf_f32>("erf_f32", "error function, floats", kFloatMath);

}  // namespace thimble
