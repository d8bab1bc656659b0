#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/prelu_f32.h"
}

namespace thimble {

const KernelDef kernel_prelu_f32 = kernel_of<thimble_prelu_f32, 2>({.name = "prelu_f32",
                                                                    .doc = "leaky rectifier with a slope for each element, floats",
                                                                    .fields = kBroadcastFields,
                                                                    .in_place = true,
                                                                    .headers = kBroadcast});

}  // namespace thimble
