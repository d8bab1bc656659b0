#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/softmax_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("rows", "depth", "in_multiplier", "in_shift");
constexpr auto kHeaders = kRequantize + names("interpolate_s16.h");
constexpr ConstantSlot kConstants[] = {{"exp_table", ElementType::s16}, {"reciprocal_table", ElementType::s16}};

}  // namespace

const KernelDef kernel_softmax_s16 = kernel_of<thimble_softmax_s16>({.name = "softmax_s16",
                                                                     .doc = "softmax over the last axis, int16, interpolated tables",
                                                                     .fields = kFields,
                                                                     .constants = kConstants,
                                                                     .in_place = true,
                                                                     .headers = kHeaders});

}  // namespace thimble
