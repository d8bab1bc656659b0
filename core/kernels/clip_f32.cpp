#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/clip_f32.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("low", "high");
constexpr auto kRealFields = names("low", "high");

}  // namespace

const KernelDef kernel_clip_f32 = kernel_of<thimble_clip_f32>({.name = "clip_f32",
                                                               .doc = "clamp to a range, floats",
                                                               .fields = kFields,
                                                               .real_fields = kRealFields,
                                                               .in_place = true,
                                                               .headers = kFloatMath});

}  // namespace thimble
