#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/conv2d_f32_f16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches",    "in_h",       "in_w",     "in_c",     "out_h",    "out_w",
                                        "out_c",      "filter_h",   "filter_w", "groups",   "stride_h", "stride_w",
                                        "dilation_h", "dilation_w", "pad_top",  "pad_left", "out_min",  "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_conv2d_f32_f16_params));
constexpr std::string_view kRealFields[] = {"out_min", "out_max"};
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ConstantSlot kConstants[] = {{"weights", ElementType::f16}, {"bias", ElementType::f32, true}};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h", "half_float.h", "window.h"};

void run(const KernelArgs& args) {
  thimble_conv2d_f32_f16(params_ptr<thimble_conv2d_f32_f16_params>(args), input<float>(args, 0), constant<std::uint16_t>(args, 0),
                         constant<float>(args, 1), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_conv2d_f32_f16{.name = "conv2d_f32_f16",
                                      .doc = "2-D convolution, floats, weights in half precision",
                                      .fields = kFields,
                                      .real_fields = kRealFields,
                                      .inputs = kInputs,
                                      .constants = kConstants,
                                      .outputs = kOutputs,
                                      .headers = kHeaders,
                                      .run = run};

}  // namespace thimble
