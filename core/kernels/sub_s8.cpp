#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/sub_s8.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"size_0",     "size_1",         "size_2",         "size_3",     "a_stride_0",   "a_stride_1",
                                        "a_stride_2", "a_stride_3",     "b_stride_0",     "b_stride_1", "b_stride_2",   "b_stride_3",
                                        "left_shift", "a_zero_point",   "a_multiplier",   "a_shift",    "b_zero_point", "b_multiplier",
                                        "b_shift",    "out_zero_point", "out_multiplier", "out_shift",  "out_min",      "out_max"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_sub_s8_params));
constexpr ElementType kInputs[] = {ElementType::s8, ElementType::s8};
constexpr ElementType kOutputs[] = {ElementType::s8};
constexpr std::string_view kHeaders[] = {"requantize.h"};

void run(const KernelArgs& args) {
  thimble_sub_s8(params_ptr<thimble_sub_s8_params>(args), input<std::int8_t>(args, 0), input<std::int8_t>(args, 1),
                 output<std::int8_t>(args, 0));
}

}  // namespace

const KernelDef kernel_sub_s8{.name = "sub_s8",
                              .doc = "elementwise difference with broadcasting, int8",
                              .fields = kFields,
                              .inputs = kInputs,
                              .outputs = kOutputs,
                              .in_place = true,
                              .headers = kHeaders,
                              .run = run,
                              .run_fast = run_sub_s8_simd};

}  // namespace thimble
