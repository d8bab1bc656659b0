#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/div_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",     "size_2",       "size_3",       "a_stride_0",
                                        "a_stride_1", "a_stride_2", "a_stride_3",   "b_stride_0",   "b_stride_1",
                                        "b_stride_2", "b_stride_3", "a_zero_point", "b_zero_point", "out_zero_point",
                                        "multiplier", "shift",      "out_min",      "out_max"};
constexpr std::string_view kHeaders[] = {"broadcast.h", "fixed_exp.h", "requantize.h"};

}  // namespace

const KernelDef kernel_div_s8 = binary_kernel<thimble_div_s8>("div_s8", "elementwise quotient with broadcasting, int8", kHeaders, kFields);

}  // namespace thimble
