#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/square_f32.h"
}

namespace thimble {

const KernelDef kernel_square_f32 = elementwise_kernel<thimble_square_f32>("square_f32", "x * x, floats", kNoHeaders);

}  // namespace thimble
