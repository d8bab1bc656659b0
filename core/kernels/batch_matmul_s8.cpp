#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/batch_matmul_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {
    "size_0",         "size_1",          "size_2",       "rows",           "columns",        "depth",      "a_stride_0",
    "a_stride_1",     "a_stride_2",      "a_row_stride", "a_depth_stride", "b_stride_0",     "b_stride_1", "b_stride_2",
    "b_depth_stride", "b_column_stride", "a_zero_point", "b_zero_point",   "out_zero_point", "multiplier", "shift"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_batch_matmul_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8, ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"broadcast.h", "requantize.h"};

void run(const KernelArgs& args) {
  thimble_batch_matmul_s8(params_ptr<thimble_batch_matmul_s8_params>(args), input<std::int8_t>(args, 0), input<std::int8_t>(args, 1),
                          output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_batch_matmul_s8{.name = "batch_matmul_s8",
                                       .doc = "products of matrices, int8",
                                       .fields = kFields,
                                       .inputs = kInputs,
                                       .outputs = kOutputs,
                                       .headers = kHeaders,
                                       .run = run};

}  // namespace thimble
