#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/minimum_f32.h"
}

namespace thimble {

const KernelDef kernel_minimum_f32 = kernel_of<thimble_minimum_f32, 2>({.name = "minimum_f32",
                                                                        .doc = "elementwise minimum with broadcasting, floats",
                                                                        .fields = kBroadcastFields,
                                                                        .in_place = true,
                                                                        .headers = kBroadcast});

}  // namespace thimble
