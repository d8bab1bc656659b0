#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/strided_copy_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = names("size_0", "size_1", "size_2", "size_3", "size_4", "stride_0", "stride_1", "stride_2", "stride_3", "stride_4",
                               "in_offset", "element_bytes");

}  // namespace

const KernelDef kernel_strided_copy_s8 =
    kernel_of<thimble_strided_copy_s8>({.name = "strided_copy_s8", .doc = "a dense output gathered with any strides", .fields = kFields});

}  // namespace thimble
