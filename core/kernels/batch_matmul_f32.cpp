#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/batch_matmul_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",     "size_2",         "rows",           "columns",        "depth",
                                        "a_stride_0", "a_stride_1", "a_stride_2",     "a_row_stride",   "a_depth_stride", "b_stride_0",
                                        "b_stride_1", "b_stride_2", "b_depth_stride", "b_column_stride"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_batch_matmul_f32_params));
constexpr ElementType kInputs[] = {ElementType::f32, ElementType::f32};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"broadcast.h", "strict_float.h"};

void run(const KernelArgs& args) {
  thimble_batch_matmul_f32(params_ptr<thimble_batch_matmul_f32_params>(args), input<float>(args, 0), input<float>(args, 1),
                           output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_batch_matmul_f32{.name = "batch_matmul_f32",
                                        .doc = "products of matrices, floats",
                                        .fields = kFields,
                                        .inputs = kInputs,
                                        .outputs = kOutputs,
                                        .headers = kHeaders,
                                        .run = run};

}  // namespace thimble
