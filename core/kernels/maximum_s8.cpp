#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/maximum_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_maximum_s8 =
    binary_kernel<thimble_maximum_s8>("maximum_s8", "elementwise maximum with broadcasting, int8", kHeaders);

}  // namespace thimble
