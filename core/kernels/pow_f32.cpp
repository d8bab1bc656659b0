#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/pow_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h", "float_math.h", "strict_float.h", "float_pow.h"};

}  // namespace

const KernelDef kernel_pow_f32 = binary_kernel<thimble_pow_f32>("pow_f32", "elementwise power with broadcasting, floats", kHeaders);

}  // namespace thimble
