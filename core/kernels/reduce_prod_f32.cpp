#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/reduce_prod_f32.h"
}

namespace thimble {

const KernelDef kernel_reduce_prod_f32 =
    reduce_kernel<thimble_reduce_prod_f32>("reduce_prod_f32", "product over neighbouring dimensions, floats");

}  // namespace thimble
