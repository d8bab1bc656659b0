#include "core/kernels/simd_sum.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/add_s8.h"
}

namespace thimble {

void run_add_s8_simd(const KernelArgs& args) { simd::run_sum_s8<thimble_add_s8_params>(args, 1); }

}  // namespace thimble
