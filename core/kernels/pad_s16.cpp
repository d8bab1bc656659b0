#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/pad_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"in_0",  "in_1",     "in_2",     "in_3",     "out_0",    "out_1", "out_2",
                                        "out_3", "before_0", "before_1", "before_2", "before_3", "value"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_pad_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ElementType kOutputs[] = {ElementType::s16};

void run(const KernelArgs& args) {
  thimble_pad_s16(params_ptr<thimble_pad_s16_params>(args), input<std::int16_t>(args, 0), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_pad_s16{.name = "pad_s16",
                               .doc = "the input inside a border of one value, elements of 16 bits",
                               .fields = kFields,
                               .inputs = kInputs,
                               .outputs = kOutputs,
                               .run = run};

}  // namespace thimble
