#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/requantize_s32_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "in_zero_point", "multiplier", "shift", "out_zero_point"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_requantize_s32_s16_params));
constexpr ElementType kInputs[] = {ElementType::s32};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_requantize_s32_s16(params_ptr<thimble_requantize_s32_s16_params>(args), input<std::int32_t>(args, 0),
                             output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_requantize_s32_s16{.name = "requantize_s32_s16",
                                          .doc = "change of scale and zero point, int32 to int16",
                                          .fields = kFields,
                                          .inputs = kInputs,
                                          .outputs = kOutputs,
                                          .headers = kHeaders,
                                          .run = run};

}  // namespace thimble
