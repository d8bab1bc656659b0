#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/pad_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"in_0",  "in_1",     "in_2",     "in_3",     "out_0",    "out_1", "out_2",
                                        "out_3", "before_0", "before_1", "before_2", "before_3", "value"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_pad_f32_params));
constexpr std::string_view kRealFields[] = {"value"};
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};

void run(const KernelArgs& args) {
  thimble_pad_f32(params_ptr<thimble_pad_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_pad_f32{.name = "pad_f32",
                               .doc = "a border of one value, floats",
                               .fields = kFields,
                               .real_fields = kRealFields,
                               .inputs = kInputs,
                               .outputs = kOutputs,
                               .run = run};

}  // namespace thimble
