#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/maximum_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_maximum_f32 =
    binary_kernel<thimble_maximum_f32>("maximum_f32", "elementwise maximum with broadcasting, floats", kHeaders);

}  // namespace thimble
