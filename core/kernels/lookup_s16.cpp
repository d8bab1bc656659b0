#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/lookup_s16.h"
}

namespace thimble {

const KernelDef kernel_lookup_s16 = kernel_of<thimble_lookup_s16>({.name = "lookup_s16",
                                                                   .doc = "any function of one int16 number as an interpolated table",
                                                                   .fields = kCountField,
                                                                   .constants = kTableS16Constant});

}  // namespace thimble
