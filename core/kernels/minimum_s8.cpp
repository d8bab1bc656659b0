#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/minimum_s8.h"
}

namespace thimble {

const KernelDef kernel_minimum_s8 = kernel_of<thimble_minimum_s8, 2>({.name = "minimum_s8",
                                                                      .doc = "elementwise minimum with broadcasting, int8",
                                                                      .fields = kBroadcastFields,
                                                                      .in_place = true,
                                                                      .headers = kBroadcast});

}  // namespace thimble
