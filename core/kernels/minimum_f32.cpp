#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/minimum_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_minimum_f32 =
    binary_kernel<thimble_minimum_f32>("minimum_f32", "elementwise minimum with broadcasting, floats", kHeaders);

}  // namespace thimble
