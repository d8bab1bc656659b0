#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/resize_bilinear_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches", "in_h", "in_w", "channels", "out_h", "out_w"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_resize_bilinear_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ConstantSlot kConstants[] = {{"rows", ElementType::s32}, {"columns", ElementType::s32}};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_resize_bilinear_s8(params_ptr<thimble_resize_bilinear_s8_params>(args), input<std::int8_t>(args, 0),
                             constant<std::int32_t>(args, 0), constant<std::int32_t>(args, 1), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_resize_bilinear_s8{.name = "resize_bilinear_s8",
                                          .doc = "an image of another size by the four pixels around, int8",
                                          .fields = kFields,
                                          .inputs = kInputs,
                                          .constants = kConstants,
                                          .outputs = kOutputs,
                                          .run = run};

}  // namespace thimble
