#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches", "in_h", "in_w", "channels", "out_h", "out_w"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_resize_bilinear_f32_params));
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ConstantSlot kConstants[] = {
    {"rows", ElementType::s32}, {"row_parts", ElementType::f32}, {"columns", ElementType::s32}, {"column_parts", ElementType::f32}};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"strict_float.h"};

void run(const KernelArgs& args) {
  thimble_resize_bilinear_f32(params_ptr<thimble_resize_bilinear_f32_params>(args), input<float>(args, 0), constant<std::int32_t>(args, 0),
                              constant<float>(args, 1), constant<std::int32_t>(args, 2), constant<float>(args, 3), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_resize_bilinear_f32{.name = "resize_bilinear_f32",
                                           .doc = "an image of another size by the four pixels around, floats",
                                           .fields = kFields,
                                           .inputs = kInputs,
                                           .constants = kConstants,
                                           .outputs = kOutputs,
                                           .headers = kHeaders,
                                           .run = run};

}  // namespace thimble
