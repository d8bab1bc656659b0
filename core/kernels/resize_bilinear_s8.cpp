#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_s8.h"
}

namespace thimble {

const KernelDef kernel_resize_bilinear_s8 =
    kernel_of<thimble_resize_bilinear_s8>({.name = "resize_bilinear_s8",
                                           .doc = "an image of another size by the four pixels around, int8",
                                           .fields = kResizeFields,
                                           .constants = kPlacesConstants});

}  // namespace thimble
