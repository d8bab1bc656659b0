#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/average_pool2d_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches",  "in_h",     "in_w",    "channels", "out_h",         "out_w",   "filter_h", "filter_w",
                                        "stride_h", "stride_w", "pad_top", "pad_left", "count_padding", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_average_pool2d_f32_params));
constexpr std::string_view kRealFields[] = {"out_min", "out_max"};
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"float_math.h", "strict_float.h", "window.h"};

void run(const KernelArgs& args) {
  thimble_average_pool2d_f32(params_ptr<thimble_average_pool2d_f32_params>(args), input<float>(args, 0), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_average_pool2d_f32{.name = "average_pool2d_f32",
                                          .doc = "mean over a window, floats",
                                          .fields = kFields,
                                          .real_fields = kRealFields,
                                          .inputs = kInputs,
                                          .outputs = kOutputs,
                                          .headers = kHeaders,
                                          .run = run};

}  // namespace thimble
