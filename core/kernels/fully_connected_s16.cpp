#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/fully_connected_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kDenseFields + kOutRange;
constexpr auto kHeaders = kRequantizeWide + names("dot_s16.h");
constexpr ConstantSlot kConstants[] = {{"weights", ElementType::s8},
                                       {"bias", ElementType::s64, true},
                                       {"scale_high", ElementType::s32},
                                       {"scale_low", ElementType::s32},
                                       {"shift", ElementType::s8}};

}  // namespace

const KernelDef kernel_fully_connected_s16 =
    kernel_of<thimble_fully_connected_s16>({.name = "fully_connected_s16",
                                            .doc = "matrix times vector per row, int16 activations, int8 weights",
                                            .fields = kFields,
                                            .constants = kConstants,
                                            .headers = kHeaders});

}  // namespace thimble
