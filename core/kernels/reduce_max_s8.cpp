#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_max_s8.h"
}

namespace thimble {

const KernelDef kernel_reduce_max_s8 =
    reduce_kernel<thimble_reduce_max_s8>("reduce_max_s8", "greatest element over neighbouring dimensions, int8");

}  // namespace thimble
