#include "core/codegen/emitters/depthwise_layer_armv7em.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return depthwise_layer_applies(params_as<DepthwiseGeometry>(call), false); }

EmittedKernel emit(const EmitRequest& request) {
  const auto p = params_as<DepthwiseGeometry>(request.call);
  const std::vector<ConstantArray>& constants = request.call.constants;
  const auto filters = depthwise_filters(p, constants[0].bytes.copy_as<std::int8_t>());
  const auto bias = constants[1].bytes.copy_as<std::int32_t>();
  std::vector<FoldedSum> sums;
  std::vector<std::int64_t> bounds;
  for (std::size_t c = 0; c < filters.size(); ++c) {
    sums.push_back(fold_input_zero_point(filters[c], bias.empty() ? 0 : bias[c], p.in_zero_point));
    bounds.push_back(sums.back().bound);
  }
  const RequantPlan requant = plan_requant_armv7em(constants[2].bytes.copy_as<std::int32_t>(), constants[3].bytes.copy_as<std::int8_t>(),
                                                   bounds, {.zero_point = p.out_zero_point, .min = p.out_min, .max = p.out_max});
  return emit_depthwise_layer(request.name, p, filters, sums, requant);
}

}  // namespace

extern const KernelEmitter emitter_depthwise_conv2d_s8_armv7em;
const KernelEmitter emitter_depthwise_conv2d_s8_armv7em{
    .name = "depthwise_conv2d_s8_armv7em",
    .doc = "int16 planes of four channels, rows of outputs by SMLAD on pairs of taps, requantized in registers",
    .kernel = KernelId::depthwise_conv2d_s8,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
