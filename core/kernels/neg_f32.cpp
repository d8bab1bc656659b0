#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/neg_f32.h"
}

namespace thimble {

const KernelDef kernel_neg_f32 = elementwise_kernel<thimble_neg_f32>("neg_f32", "-x, floats", kNoHeaders);

}  // namespace thimble
