#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/dequantize_u8_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "zero_point"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_dequantize_u8_f32_params));
constexpr ElementType kInputs[] = {ElementType::u8};
constexpr ConstantSlot kConstants[] = {{"scale", ElementType::f32}};
constexpr ElementType kOutputs[] = {ElementType::f32};

void run(const KernelArgs& args) {
  thimble_dequantize_u8_f32(params_ptr<thimble_dequantize_u8_f32_params>(args), input<std::uint8_t>(args, 0), constant<float>(args, 0),
                            output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_dequantize_u8_f32{.name = "dequantize_u8_f32",
                                         .doc = "uint8 to float",
                                         .fields = kFields,
                                         .inputs = kInputs,
                                         .constants = kConstants,
                                         .outputs = kOutputs,
                                         .run = run};

}  // namespace thimble
