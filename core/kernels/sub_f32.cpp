#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/sub_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",     "size_2",     "size_3",     "a_stride_0", "a_stride_1", "a_stride_2",
                                        "a_stride_3", "b_stride_0", "b_stride_1", "b_stride_2", "b_stride_3", "out_min",    "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_sub_f32_params));
constexpr std::string_view kRealFields[] = {"out_min", "out_max"};
constexpr ElementType kInputs[] = {ElementType::f32, ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h"};

void run(const KernelArgs& args) {
  thimble_sub_f32(params_ptr<thimble_sub_f32_params>(args), input<float>(args, 0), input<float>(args, 1), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_sub_f32{.name = "sub_f32",
                               .doc = "elementwise difference with broadcasting, floats",
                               .fields = kFields,
                               .real_fields = kRealFields,
                               .inputs = kInputs,
                               .outputs = kOutputs,
                               .in_place = true,
                               .headers = kHeaders,
                               .run = run};

}  // namespace thimble
