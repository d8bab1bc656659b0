#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_min_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_min_f32 =
    reduce_kernel<thimble_reduce_min_f32>("reduce_min_f32", "least element over neighbouring dimensions, floats");

}  // namespace thimble
