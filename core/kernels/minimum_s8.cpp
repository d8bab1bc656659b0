#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/minimum_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_minimum_s8 =
    binary_kernel<thimble_minimum_s8>("minimum_s8", "elementwise minimum with broadcasting, int8", kHeaders);

}  // namespace thimble
