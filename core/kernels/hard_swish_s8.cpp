#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/hard_swish_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count",        "in_zero_point",      "out_zero_point",  "out_multiplier",
                                        "out_exponent", "reluish_multiplier", "reluish_exponent"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_hard_swish_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_hard_swish_s8(params_ptr<thimble_hard_swish_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_hard_swish_s8{.name = "hard_swish_s8",
                                     .doc = "x * clamp(x + 3, 0, 6) / 6, int8, fixed point",
                                     .fields = kFields,
                                     .inputs = kInputs,
                                     .outputs = kOutputs,
                                     .in_place = true,
                                     .headers = kHeaders,
                                     .run = run};

}  // namespace thimble
