#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/transpose_conv2d_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {
    "batches",  "in_h",     "in_w",     "in_c",    "out_h",    "out_w",   "out_c",   "filter_h",
    "filter_w", "stride_h", "stride_w", "pad_top", "pad_left", "out_min", "out_max", "accumulator_bits"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_transpose_conv2d_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {
    {"weights", ElementType::s8}, {"bias", ElementType::s64, true}, {"multiplier", ElementType::s32}, {"shift", ElementType::s8}};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"requantize.h", "requantize_wide.h", "transpose_taps.h"};

void run(const KernelArgs& args) {
  thimble_transpose_conv2d_s16(params_ptr<thimble_transpose_conv2d_s16_params>(args), input<std::int16_t>(args, 0),
                               constant<std::int8_t>(args, 0), constant<std::int64_t>(args, 1), constant<std::int32_t>(args, 2),
                               constant<std::int8_t>(args, 3), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_transpose_conv2d_s16{.name = "transpose_conv2d_s16",
                                            .doc = "2-D transposed convolution, int16",
                                            .fields = kFields,
                                            .inputs = kInputs,
                                            .constants = kConstants,
                                            .outputs = kOutputs,
                                            .headers = kHeaders,
                                            .run = run};

}  // namespace thimble
