#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/sum_f32.h"
}

namespace thimble {

const KernelDef kernel_sum_f32 = reduce_kernel<thimble_sum_f32>("sum_f32", "sum over neighbouring dimensions, floats");

}  // namespace thimble
