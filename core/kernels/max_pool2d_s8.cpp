#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/max_pool2d_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"batches",  "in_h",     "in_w",     "channels", "out_h",    "out_w",   "filter_h",
                                        "filter_w", "stride_h", "stride_w", "pad_top",  "pad_left", "out_min", "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_max_pool2d_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h", "window.h"};

void run(const KernelArgs& args) {
  thimble_max_pool2d_s8(params_ptr<thimble_max_pool2d_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_max_pool2d_s8{.name = "max_pool2d_s8",
                                     .doc = "greatest element of a window, int8",
                                     .fields = kFields,
                                     .inputs = kInputs,
                                     .outputs = kOutputs,
                                     .headers = kHeaders,
                                     .run = run};

}  // namespace thimble
