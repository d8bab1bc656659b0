#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches",           "in_c",           "out_c",   "in_zero_point",
                                        "weight_zero_point", "out_zero_point", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_fully_connected_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ConstantSlot kConstants[] = {{"weights", ElementType::s8},
                                       {"bias", ElementType::s32, true},
                                       {"scale_high", ElementType::s32},
                                       {"scale_low", ElementType::s32},
                                       {"shift", ElementType::s8}};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h", "requantize_wide.h"};

void run(const KernelArgs& args) {
  thimble_fully_connected_s8(params_ptr<thimble_fully_connected_s8_params>(args), input<std::int8_t>(args, 0),
                             constant<std::int8_t>(args, 0), constant<std::int32_t>(args, 1), constant<std::int32_t>(args, 2),
                             constant<std::int32_t>(args, 3), constant<std::int8_t>(args, 4), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_fully_connected_s8{.name = "fully_connected_s8",
                                          .doc = "matrix times vector per row, int8, one rounding of a double's scale",
                                          .fields = kFields,
                                          .inputs = kInputs,
                                          .constants = kConstants,
                                          .outputs = kOutputs,
                                          .headers = kHeaders,
                                          .run = run,
                                          .run_fast = run_fully_connected_s8_simd,
                                          .fast_scratch_bytes = fully_connected_s8_simd_scratch};

}  // namespace thimble
