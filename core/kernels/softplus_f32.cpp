#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/softplus_f32.h"
}

namespace thimble {

const KernelDef kernel_softplus_f32 = elementwise_kernel<thimble_softplus_f32>("softplus_f32", "log(1 + exp(x)), floats", kFloatMath);

}  // namespace thimble
