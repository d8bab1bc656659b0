#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/fully_connected_f32_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDenseFields + kOutRange;
constexpr auto kHeaders = kFloatWeightsHeaders + names("fully_connected_f32.h", "fully_connected_float.h");

}  // namespace

const KernelDef kernel_fully_connected_f32_s8 =
    kernel_of<thimble_fully_connected_f32_s8>({.name = "fully_connected_f32_s8",
                                               .doc = "matrix times vector per row, floats, int8 weights with a scale per channel",
                                               .fields = kFields,
                                               .real_fields = kOutRange,
                                               .constants = kScaledWeights,
                                               .headers = kHeaders});

}  // namespace thimble
