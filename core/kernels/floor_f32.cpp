#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/floor_f32.h"
}

namespace thimble {

const KernelDef kernel_floor_f32 =
    elementwise_kernel<thimble_floor_f32>("floor_f32", "greatest whole number at most x, floats", kFloatMath);

}  // namespace thimble
