#include "core/kernels/simd_sum.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/sub_s8.h"
}

namespace thimble {

void run_sub_s8_simd(const KernelArgs& args) { simd::run_sum_s8<thimble_sub_s8_params>(args, -1); }

}  // namespace thimble
