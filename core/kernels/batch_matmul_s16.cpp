#include "core/kernels/kernel_of.h"

extern "C" {
#include "core/kernels/device/batch_matmul_s16.h"
}

namespace thimble {
namespace {

constexpr auto kFields = kMatricesFields + names("multiplier", "shift");
constexpr auto kHeaders = kRequantizeWide + kBroadcast;

}  // namespace

const KernelDef kernel_batch_matmul_s16 = kernel_of<thimble_batch_matmul_s16, 2>(
    {.name = "batch_matmul_s16", .doc = "products of matrices, int16", .fields = kFields, .headers = kHeaders});

}  // namespace thimble
