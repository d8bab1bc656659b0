#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/batch_matmul_f32.h"
}

namespace thimble {
namespace {

constexpr auto kHeaders = kBroadcast + kStrictFloat;

}  // namespace

const KernelDef kernel_batch_matmul_f32 = kernel_of<thimble_batch_matmul_f32, 2>(
    {.name = "batch_matmul_f32", .doc = "products of matrices, floats", .fields = kMatricesFields, .headers = kHeaders});

}  // namespace thimble
