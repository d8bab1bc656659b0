#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/batch_matmul_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",          "size_1",     "size_2",     "rows",       "columns",
                                        "depth",           "a_stride_0", "a_stride_1", "a_stride_2", "a_row_stride",
                                        "a_depth_stride",  "b_stride_0", "b_stride_1", "b_stride_2", "b_depth_stride",
                                        "b_column_stride", "multiplier", "shift"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_batch_matmul_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16, ElementType::s16};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"broadcast.h", "requantize.h", "requantize_wide.h"};

void run(const KernelArgs& args) {
  thimble_batch_matmul_s16(params_ptr<thimble_batch_matmul_s16_params>(args), input<std::int16_t>(args, 0), input<std::int16_t>(args, 1),
                           output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_batch_matmul_s16{.name = "batch_matmul_s16",
                                        .doc = "products of matrices, int16",
                                        .fields = kFields,
                                        .inputs = kInputs,
                                        .outputs = kOutputs,
                                        .headers = kHeaders,
                                        .run = run};

}  // namespace thimble
