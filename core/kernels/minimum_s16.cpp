#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/minimum_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_minimum_s16 =
    binary_kernel<thimble_minimum_s16>("minimum_s16", "elementwise minimum with broadcasting, int16", kHeaders);

}  // namespace thimble
