#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/batch_norm_f32.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "channels"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_batch_norm_f32_params));
constexpr ElementType kInputs[] = {ElementType::f32};
constexpr ConstantSlot kConstants[] = {{"factor", ElementType::f32}, {"offset", ElementType::f32}};
constexpr ElementType kOutputs[] = {ElementType::f32};
constexpr std::string_view kHeaders[] = {"strict_float.h"};

void run(const KernelArgs& args) {
  thimble_batch_norm_f32(params_ptr<thimble_batch_norm_f32_params>(args), input<float>(args, 0), constant<float>(args, 0),
                         constant<float>(args, 1), output<float>(args, 0));
}

}  // namespace

const KernelDef kernel_batch_norm_f32{.name = "batch_norm_f32",
                                      .doc = "a factor and an offset for each channel, floats",
                                      .fields = kFields,
                                      .inputs = kInputs,
                                      .constants = kConstants,
                                      .outputs = kOutputs,
                                      .in_place = true,
                                      .headers = kHeaders,
                                      .run = run};

}  // namespace thimble
