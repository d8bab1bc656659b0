#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_min_s16.h"
}

namespace thimble {

const KernelDef kernel_reduce_min_s16 =
    reduce_kernel<thimble_reduce_min_s16>("reduce_min_s16", "least element over neighbouring dimensions, int16");

}  // namespace thimble
