#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/relu_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kRequantizeFields + kOutRange;

}  // namespace

const KernelDef kernel_relu_s8 = kernel_of<thimble_relu_s8>({.name = "relu_s8",
                                                             .doc = "clamp of real values with a change of scale, int8",
                                                             .fields = kFields,
                                                             .in_place = true,
                                                             .headers = kRequantize});

}  // namespace thimble
