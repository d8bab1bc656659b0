#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/gather_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"outer", "count", "block", "in_stride"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_gather_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ConstantSlot kConstants[] = {{"indices", ElementType::s32}};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_gather_s8(params_ptr<thimble_gather_s8_params>(args), input<std::int8_t>(args, 0), constant<std::int32_t>(args, 0),
                    output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_gather_s8{.name = "gather_s8",
                                 .doc = "blocks picked along one dimension by constant indices",
                                 .fields = kFields,
                                 .inputs = kInputs,
                                 .constants = kConstants,
                                 .outputs = kOutputs,
                                 .run = run};

}  // namespace thimble
