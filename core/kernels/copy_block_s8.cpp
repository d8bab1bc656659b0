#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/copy_block_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"count", "bytes", "in_offset", "in_stride", "out_offset", "out_stride"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_copy_block_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};

void run(const KernelArgs& args) {
  thimble_copy_block_s8(params_ptr<thimble_copy_block_s8_params>(args), input<std::int8_t>(args, 0), output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_copy_block_s8{.name = "copy_block_s8",
                                     .doc = "blocks of bytes from one stride to another",
                                     .fields = kFields,
                                     .inputs = kInputs,
                                     .outputs = kOutputs,
                                     .run = run};

}  // namespace thimble
