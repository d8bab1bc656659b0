#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/round_f32.h"
}

namespace thimble {

const KernelDef kernel_round_f32 = elementwise_kernel<thimble_round_f32>("round_f32", "nearest whole number, floats", kFloatMath);

}  // namespace thimble
