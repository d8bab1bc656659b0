#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/batch_norm_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "channels");
constexpr ConstantSlot kConstants[] = {{"factor", ElementType::f32}, {"offset", ElementType::f32}};

}  // namespace

const KernelDef kernel_batch_norm_f32 = kernel_of<thimble_batch_norm_f32>({.name = "batch_norm_f32",
                                                                           .doc = "a factor and an offset for each channel, floats",
                                                                           .fields = kFields,
                                                                           .constants = kConstants,
                                                                           .in_place = true,
                                                                           .headers = kStrictFloat});

}  // namespace thimble
