#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/softmax_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "depth", "in_multiplier", "in_shift", "diff_min"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_softmax_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"fixed_exp.h", "requantize.h"};

void run(const KernelArgs& args) {
  thimble_softmax_s8(params_ptr<thimble_softmax_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_softmax_s8{.name = "softmax_s8",
                                  .doc = "softmax over the last axis, int8, fixed point",
                                  .fields = kFields,
                                  .inputs = kInputs,
                                  .outputs = kOutputs,
                                  .headers = kHeaders,
                                  .run = run};

}  // namespace thimble
