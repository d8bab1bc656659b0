#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/softsign_f32.h"
}

namespace thimble {

const KernelDef kernel_softsign_f32 = elementwise_kernel<thimble_softsign_f32>("softsign_f32", "x / (1 + |x|), floats", kFloatMath);

}  // namespace thimble
