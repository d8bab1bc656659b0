#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches",  "in_h",     "in_w",          "in_c",           "out_h",    "out_w",      "out_c",
                                        "filter_h", "filter_w", "groups",        "stride_h",       "stride_w", "dilation_h", "dilation_w",
                                        "pad_top",  "pad_left", "in_zero_point", "out_zero_point", "out_min",  "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_conv2d_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ConstantSlot kConstants[] = {
    {"weights", ElementType::s8}, {"bias", ElementType::s32, true}, {"multiplier", ElementType::s32}, {"shift", ElementType::s8}};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h", "window.h"};

void run(const KernelArgs& args) {
  thimble_conv2d_s8(params_ptr<thimble_conv2d_s8_params>(args), input<std::int8_t>(args, 0), constant<std::int8_t>(args, 0),
                    constant<std::int32_t>(args, 1), constant<std::int32_t>(args, 2), constant<std::int8_t>(args, 3),
                    output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_conv2d_s8{.name = "conv2d_s8",
                                 .doc = "2-D convolution, int8, per-channel weights",
                                 .fields = kFields,
                                 .inputs = kInputs,
                                 .constants = kConstants,
                                 .outputs = kOutputs,
                                 .headers = kHeaders,
                                 .run = run,
                                 .run_fast = run_conv2d_s8_simd,
                                 .fast_scratch_bytes = conv2d_s8_simd_scratch};

}  // namespace thimble
