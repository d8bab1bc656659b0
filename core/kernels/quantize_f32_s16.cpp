#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/quantize_f32_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "zero_point"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_quantize_f32_s16_params));
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ConstantSlot kConstants[] = {{"scale", ElementType::f32}};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"quantize_float.h", "requantize.h"};

void run(const KernelArgs& args) {
  thimble_quantize_f32_s16(params_ptr<thimble_quantize_f32_s16_params>(args), input<float>(args, 0), constant<float>(args, 0),
                           output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_quantize_f32_s16{.name = "quantize_f32_s16",
                                        .doc = "float to int16",
                                        .fields = kFields,
                                        .inputs = kInputs,
                                        .constants = kConstants,
                                        .outputs = kOutputs,
                                        .headers = kHeaders,
                                        .run = run};

}  // namespace thimble
