#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/cos_f32.h"
}

namespace thimble {

const KernelDef kernel_cos_f32 = elementwise_kernel<thimble_cos_f32>("cos_f32", "cosine, floats", kFloatTrig);

}  // namespace thimble
