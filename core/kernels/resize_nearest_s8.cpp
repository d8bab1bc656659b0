#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/resize_nearest_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("batches", "in_h", "in_w", "out_h", "out_w", "pixel");

}  // namespace

const KernelDef kernel_resize_nearest_s8 = kernel_of<thimble_resize_nearest_s8>({.name = "resize_nearest_s8",
                                                                                 .doc = "an image of another size by the nearest pixel",
                                                                                 .fields = kFields,
                                                                                 .constants = kPlacesConstants});

}  // namespace thimble
