#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/lookup_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_lookup_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {{"table", ElementType::s16}};
constexpr ElementType kOutputs[] = {ElementType::s16};

void run(const KernelArgs& args) {
  thimble_lookup_s16(params_ptr<thimble_lookup_s16_params>(args), input<std::int16_t>(args, 0), constant<std::int16_t>(args, 0),
                     output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_lookup_s16{.name = "lookup_s16",
                                  .doc = "any function of one int16 number as an interpolated table",
                                  .fields = kFields,
                                  .inputs = kInputs,
                                  .constants = kConstants,
                                  .outputs = kOutputs,
                                  .run = run};

}  // namespace thimble
