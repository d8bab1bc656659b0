#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/batch_matmul_s8.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kMatricesFields + names("a_zero_point", "b_zero_point", "out_zero_point", "multiplier", "shift");
constexpr auto kHeaders = kBroadcast + kRequantize;

}  // namespace

const KernelDef kernel_batch_matmul_s8 = kernel_of<thimble_batch_matmul_s8, 2>(
    {.name = "batch_matmul_s8", .doc = "products of matrices, int8", .fields = kFields, .headers = kHeaders});

}  // namespace thimble
