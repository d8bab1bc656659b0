#include "core/kernels/unary_def.h"

extern "C" {
#include "core/kernels/device/sin_f32.h"
}

namespace thimble {

const KernelDef kernel_sin_f32 = elementwise_kernel<thimble_sin_f32>("sin_f32", "sine, floats", kFloatTrig);

}  // namespace thimble
