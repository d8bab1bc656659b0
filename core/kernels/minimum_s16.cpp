#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/minimum_s16.h"
}

namespace thimble {

const KernelDef kernel_minimum_s16 = kernel_of<thimble_minimum_s16, 2>({.name = "minimum_s16",
                                                                        .doc = "elementwise minimum with broadcasting, int16",
                                                                        .fields = kBroadcastFields,
                                                                        .in_place = true,
                                                                        .headers = kBroadcast});

}  // namespace thimble
