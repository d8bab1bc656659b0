#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/softmax_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "depth", "beta"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_softmax_f32_params));
constexpr std::string_view kRealFields[] = {"beta"};
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h"};

void run(const KernelArgs& args) {
  thimble_softmax_f32(params_ptr<thimble_softmax_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_softmax_f32{.name = "softmax_f32",
                                   .doc = "exp(beta x) / sum exp(beta x) over the last axis, floats",
                                   .fields = kFields,
                                   .real_fields = kRealFields,
                                   .inputs = kInputs,
                                   .outputs = kOutputs,
                                   .in_place = true,
                                   .headers = kHeaders,
                                   .run = run};

}  // namespace thimble
