#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches", "in_h", "in_w", "channels", "out_h", "out_w"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_resize_bilinear_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {{"rows", ElementType::s32}, {"columns", ElementType::s32}};
constexpr ElementType kOutputs[] = {ElementType::s16};

void run(const KernelArgs& args) {
  thimble_resize_bilinear_s16(params_ptr<thimble_resize_bilinear_s16_params>(args), input<std::int16_t>(args, 0),
                              constant<std::int32_t>(args, 0), constant<std::int32_t>(args, 1), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_resize_bilinear_s16{.name = "resize_bilinear_s16",
                                           .doc = "an image of another size by the four pixels around, int16",
                                           .fields = kFields,
                                           .inputs = kInputs,
                                           .constants = kConstants,
                                           .outputs = kOutputs,
                                           .run = run};

}  // namespace thimble
