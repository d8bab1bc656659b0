#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/prelu_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",     "size_2",           "size_3",       "a_stride_0",
                                        "a_stride_1", "a_stride_2", "a_stride_3",       "b_stride_0",   "b_stride_1",
                                        "b_stride_2", "b_stride_3", "a_zero_point",     "b_zero_point", "out_zero_point",
                                        "multiplier", "shift",      "slope_multiplier", "slope_shift"};
constexpr std::string_view kHeaders[] = {"broadcast.h", "requantize.h"};

}  // namespace

const KernelDef kernel_prelu_s8 =
    binary_kernel<thimble_prelu_s8>("prelu_s8", "leaky rectifier with a slope for each element, int8", kHeaders, kFields);

}  // namespace thimble
