#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/maximum_s16.h"
}

namespace thimble {

const KernelDef kernel_maximum_s16 = kernel_of<thimble_maximum_s16, 2>({.name = "maximum_s16",
                                                                        .doc = "elementwise maximum with broadcasting, int16",
                                                                        .fields = kBroadcastFields,
                                                                        .in_place = true,
                                                                        .headers = kBroadcast});

}  // namespace thimble
