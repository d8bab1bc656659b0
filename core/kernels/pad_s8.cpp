#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/pad_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"in_0",  "in_1",     "in_2",     "in_3",     "out_0",    "out_1", "out_2",
                                        "out_3", "before_0", "before_1", "before_2", "before_3", "value"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_pad_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_pad_s8(params_ptr<thimble_pad_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_pad_s8{.name = "pad_s8",
                              .doc = "the input inside a border of one value",
                              .fields = kFields,
                              .inputs = kInputs,
                              .outputs = kOutputs,
                              .run = run};

}  // namespace thimble
