#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/maximum_s8.h"
}

namespace thimble {

const KernelDef kernel_maximum_s8 = kernel_of<thimble_maximum_s8, 2>({.name = "maximum_s8",
                                                                      .doc = "elementwise maximum with broadcasting, int8",
                                                                      .fields = kBroadcastFields,
                                                                      .in_place = true,
                                                                      .headers = kBroadcast});

}  // namespace thimble
