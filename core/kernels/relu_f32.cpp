#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/relu_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_relu_f32_params));
constexpr std::string_view kRealFields[] = {"out_min", "out_max"};
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h"};

void run(const KernelArgs& args) {
  thimble_relu_f32(params_ptr<thimble_relu_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_relu_f32{.name = "relu_f32",
                                .doc = "clamp, floats",
                                .fields = kFields,
                                .real_fields = kRealFields,
                                .inputs = kInputs,
                                .outputs = kOutputs,
                                .in_place = true,
                                .headers = kHeaders,
                                .run = run};

}  // namespace thimble
