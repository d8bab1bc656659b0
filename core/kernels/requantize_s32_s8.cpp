#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/requantize_s32_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "in_zero_point", "multiplier", "shift", "out_zero_point"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_requantize_s32_s8_params));
constexpr ElementType kInputs[] = {ElementType::s32};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_requantize_s32_s8(params_ptr<thimble_requantize_s32_s8_params>(args), input<std::int32_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_requantize_s32_s8{.name = "requantize_s32_s8",
                                         .doc = "change of scale and zero point, int32 to int8",
                                         .fields = kFields,
                                         .inputs = kInputs,
                                         .outputs = kOutputs,
                                         .headers = kHeaders,
                                         .run = run};

}  // namespace thimble
