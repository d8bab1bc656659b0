#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_min_s8.h"
}

namespace thimble {

const KernelDef kernel_reduce_min_s8 =
    reduce_kernel<thimble_reduce_min_s8>("reduce_min_s8", "least element over neighbouring dimensions, int8");

}  // namespace thimble
