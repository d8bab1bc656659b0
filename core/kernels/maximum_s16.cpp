#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/maximum_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_maximum_s16 =
    binary_kernel<thimble_maximum_s16>("maximum_s16", "elementwise maximum with broadcasting, int16", kHeaders);

}  // namespace thimble
