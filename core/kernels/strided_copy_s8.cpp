#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/strided_copy_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",   "size_1",   "size_2",   "size_3",   "size_4",    "stride_0",
                                        "stride_1", "stride_2", "stride_3", "stride_4", "in_offset", "element_bytes"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_strided_copy_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_strided_copy_s8(params_ptr<thimble_strided_copy_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_strided_copy_s8{.name = "strided_copy_s8",
                                       .doc = "a dense output gathered with any strides",
                                       .fields = kFields,
                                       .inputs = kInputs,
                                       .outputs = kOutputs,
                                       .run = run};

}  // namespace thimble
