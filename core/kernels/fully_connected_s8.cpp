#include "core/kernels/kernel_of.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDenseFields + names("in_zero_point", "weight_zero_point", "out_zero_point") + kOutRange;
constexpr ConstantSlot kConstants[] = {{"weights", ElementType::s8},
                                       {"bias", ElementType::s32, true},
                                       {"scale_high", ElementType::s32},
                                       {"scale_low", ElementType::s32},
                                       {"shift", ElementType::s8}};

}  // namespace

const KernelDef kernel_fully_connected_s8 =
    kernel_of<thimble_fully_connected_s8>({.name = "fully_connected_s8",
                                           .doc = "matrix times vector per row, int8, one rounding of a double's scale",
                                           .fields = kFields,
                                           .constants = kConstants,
                                           .headers = kRequantizeWide,
                                           .run_fast = run_fully_connected_s8_simd,
                                           .fast_scratch_bytes = fully_connected_s8_simd_scratch});

}  // namespace thimble
