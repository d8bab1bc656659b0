#include "core/kernels/kernel_table.h"

extern "C" {
#include "core/kernels/device/softmax_s16.h"
}

namespace thimble {
namespace {

constexpr std::string_view kFields[] = {"rows", "depth", "in_multiplier", "in_shift"};
static_assert(std::size(kFields) * sizeof(std::int32_t) == sizeof(thimble_softmax_s16_params));
constexpr ElementType kInputs[] = {ElementType::s16};
constexpr ConstantSlot kConstants[] = {{"exp_table", ElementType::s16}, {"reciprocal_table", ElementType::s16}};
constexpr ElementType kOutputs[] = {ElementType::s16};
constexpr std::string_view kHeaders[] = {"interpolate_s16.h", "requantize.h"};

void run(const KernelArgs& args) {
  thimble_softmax_s16(params_ptr<thimble_softmax_s16_params>(args), input<std::int16_t>(args, 0), constant<std::int16_t>(args, 0),
                      constant<std::int16_t>(args, 1), output<std::int16_t>(args, 0));
}

}  // namespace

const KernelDef kernel_softmax_s16{.name = "softmax_s16",
                                   .doc = "softmax over the last axis, int16, interpolated tables",
                                   .fields = kFields,
                                   .inputs = kInputs,
                                   .constants = kConstants,
                                   .outputs = kOutputs,
                                   .in_place = true,
                                   .headers = kHeaders,
                                   .run = run};

}  // namespace thimble
