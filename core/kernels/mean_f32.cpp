#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/mean_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"outer", "count", "inner"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_mean_f32_params));
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};

void run(const KernelArgs& args) {
  thimble_mean_f32(params_ptr<thimble_mean_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_mean_f32{.name = "mean_f32",
                                .doc = "mean over the middle dimension, floats",
                                .fields = kFields,
                                .inputs = kInputs,
                                .outputs = kOutputs,
                                .run = run};

}  // namespace thimble
