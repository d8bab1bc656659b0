#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_max_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_max_f32 =
    reduce_kernel<thimble_reduce_max_f32>("reduce_max_f32", "greatest element over neighbouring dimensions, floats");

}  // namespace thimble
