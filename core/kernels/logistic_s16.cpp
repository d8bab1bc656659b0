#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/logistic_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "multiplier", "shift"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_logistic_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {{"table", ElementType::s16}};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"sigmoid_table.h"};

void run(const KernelArgs& args) {
  thimble_logistic_s16(params_ptr<thimble_logistic_s16_params>(args), input<std::int16_t>(args, 0), constant<std::int16_t>(args, 0),
                       output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_logistic_s16{.name = "logistic_s16",
                                    .doc = "1 / (1 + exp(-x)), int16, interpolated table",
                                    .fields = kFields,
                                    .inputs = kInputs,
                                    .constants = kConstants,
                                    .outputs = kOutputs,
                                    .in_place = true,
                                    .headers = kHeaders,
                                    .run = run};

}  // namespace thimble
