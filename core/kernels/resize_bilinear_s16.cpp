#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_s16.h"
}

namespace thimble {

const KernelDef kernel_resize_bilinear_s16 =
    kernel_of<thimble_resize_bilinear_s16>({.name = "resize_bilinear_s16",
                                            .doc = "an image of another size by the four pixels around, int16",
                                            .fields = kResizeFields,
                                            .constants = kPlacesConstants});

}  // namespace thimble
