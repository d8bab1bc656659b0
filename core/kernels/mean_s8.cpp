#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"outer", "count", "inner", "in_zero_point", "multiplier", "shift", "out_zero_point"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_mean_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_mean_s8(params_ptr<thimble_mean_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_mean_s8{.name = "mean_s8",
                               .doc = "mean over neighbouring dimensions, int8",
                               .fields = kFields,
                               .inputs = kInputs,
                               .outputs = kOutputs,
                               .headers = kHeaders,
                               .run = run};

}  // namespace thimble
