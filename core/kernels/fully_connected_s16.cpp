#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/fully_connected_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches", "in_c", "out_c", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_fully_connected_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {{"weights", ElementType::s8},
                                       {"bias", ElementType::s64, true},
                                       {"scale_high", ElementType::s32},
                                       {"scale_low", ElementType::s32},
                                       {"shift", ElementType::s8}};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"dot_s16.h", "requantize.h", "requantize_wide.h"};

void run(const KernelArgs& args) {
  thimble_fully_connected_s16(params_ptr<thimble_fully_connected_s16_params>(args), input<std::int16_t>(args, 0),
                              constant<std::int8_t>(args, 0), constant<std::int64_t>(args, 1), constant<std::int32_t>(args, 2),
                              constant<std::int32_t>(args, 3), constant<std::int8_t>(args, 4), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_fully_connected_s16{.name = "fully_connected_s16",
                                           .doc = "matrix times vector per row, int16 activations, int8 weights",
                                           .fields = kFields,
                                           .inputs = kInputs,
                                           .constants = kConstants,
                                           .outputs = kOutputs,
                                           .headers = kHeaders,
                                           .run = run};

}  // namespace thimble
