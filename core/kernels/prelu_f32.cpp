#include "core/kernels/binary_def.h"

extern "C" {
#include "core/kernels/device/prelu_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kHeaders[] = {"broadcast.h"};

}  // namespace

const KernelDef kernel_prelu_f32 =
    binary_kernel<thimble_prelu_f32>("prelu_f32", "leaky rectifier with a slope for each element, floats", kHeaders);

}  // namespace thimble
