#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/hard_swish_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_hard_swish_f32_params));
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h"};

void run(const KernelArgs& args) {
  thimble_hard_swish_f32(params_ptr<thimble_hard_swish_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_hard_swish_f32{.name = "hard_swish_f32",
                                      .doc = "x * clamp(x + 3, 0, 6) / 6, floats",
                                      .fields = kFields,
                                      .inputs = kInputs,
                                      .outputs = kOutputs,
                                      .in_place = true,
                                      .headers = kHeaders,
                                      .run = run};

}  // namespace thimble
