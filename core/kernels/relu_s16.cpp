#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/relu_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "multiplier", "shift", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_relu_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_relu_s16(params_ptr<thimble_relu_s16_params>(args), input<std::int16_t>(args, 0), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_relu_s16{.name = "relu_s16",
                                .doc = "clamp of real values with a change of scale, int16",
                                .fields = kFields,
                                .inputs = kInputs,
                                .outputs = kOutputs,
                                .in_place = true,
                                .headers = kHeaders,
                                .run = run};

}  // namespace thimble
