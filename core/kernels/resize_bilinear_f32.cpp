#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_f32.h"
}

namespace thimble {
namespace {

constexpr ConstantSlot kConstants[] = {
    {"rows", ElementType::s32}, {"row_parts", ElementType::f32}, {"columns", ElementType::s32}, {"column_parts", ElementType::f32}};

}  // namespace

const KernelDef kernel_resize_bilinear_f32 =
    kernel_of<thimble_resize_bilinear_f32>({.name = "resize_bilinear_f32",
                                            .doc = "an image of another size by the four pixels around, floats",
                                            .fields = kResizeFields,
                                            .constants = kConstants,
                                            .headers = kStrictFloat});

}  // namespace thimble
