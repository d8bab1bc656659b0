#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/copy_block_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kCountField + names("bytes", "in_offset", "in_stride", "out_offset", "out_stride");

}  // namespace

const KernelDef kernel_copy_block_s8 =
    kernel_of<thimble_copy_block_s8>({.name = "copy_block_s8", .doc = "blocks of bytes from one stride to another", .fields = kFields});

}  // namespace thimble
