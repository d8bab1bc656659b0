#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/gather_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("outer", "count", "block", "in_stride");
constexpr ConstantSlot kConstants[] = {{"indices", ElementType::s32}};

}  // namespace

const KernelDef kernel_gather_s8 = kernel_of<thimble_gather_s8>(
    {.name = "gather_s8", .doc = "blocks picked along one dimension by constant indices", .fields = kFields, .constants = kConstants});

}  // namespace thimble
