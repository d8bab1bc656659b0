#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/mean_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"outer", "count", "inner", "multiplier", "shift"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_mean_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_mean_s16(params_ptr<thimble_mean_s16_params>(args), input<std::int16_t>(args, 0), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_mean_s16{.name = "mean_s16",
                                .doc = "mean over neighbouring dimensions, int16",
                                .fields = kFields,
                                .inputs = kInputs,
                                .outputs = kOutputs,
                                .headers = kHeaders,
                                .run = run};

}  // namespace thimble
