#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/maximum_f32.h"
}

namespace thimble {

const KernelDef kernel_maximum_f32 = kernel_of<thimble_maximum_f32, 2>({.name = "maximum_f32",
                                                                        .doc = "elementwise maximum with broadcasting, floats",
                                                                        .fields = kBroadcastFields,
                                                                        .in_place = true,
                                                                        .headers = kBroadcast});

}  // namespace thimble
