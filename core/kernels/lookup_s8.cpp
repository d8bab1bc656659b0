#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/lookup_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_lookup_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ConstantSlot kConstants[] = {{"table", ElementType::s8}};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_lookup_s8(params_ptr<thimble_lookup_s8_params>(args), input<std::int8_t>(args, 0), constant<std::int8_t>(args, 0),
                    output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_lookup_s8{.name = "lookup_s8",
                                 .doc = "any function of one int8 number as a table",
                                 .fields = kFields,
                                 .inputs = kInputs,
                                 .constants = kConstants,
                                 .outputs = kOutputs,
                                 .in_place = true,
                                 .run = run};

}  // namespace thimble
