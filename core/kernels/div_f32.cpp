#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/div_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",     "size_2",     "size_3",     "a_stride_0", "a_stride_1", "a_stride_2",
                                        "a_stride_3", "b_stride_0", "b_stride_1", "b_stride_2", "b_stride_3", "out_min",    "out_max"};
constexpr std::string_view kRealFields[] = {"out_min", "out_max"};
constexpr std::string_view kHeaders[] = {"broadcast.h", "float_math.h", "strict_float.h"};

}  // namespace

const KernelDef kernel_div_f32 =
    binary_kernel<thimble_div_f32>("div_f32", "elementwise quotient with broadcasting, floats", kHeaders, kFields, kRealFields);

}  // namespace thimble
