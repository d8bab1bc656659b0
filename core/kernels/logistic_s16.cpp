#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/logistic_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("multiplier", "shift");

}  // namespace

const KernelDef kernel_logistic_s16 = kernel_of<thimble_logistic_s16>({.name = "logistic_s16",
                                                                       .doc = "1 / (1 + exp(-x)), int16, interpolated table",
                                                                       .fields = kFields,
                                                                       .constants = kTableS16Constant,
                                                                       .in_place = true,
                                                                       .headers = kSigmoidTable});

}  // namespace thimble
