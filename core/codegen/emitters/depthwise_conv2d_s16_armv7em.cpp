#include <optional>

#include "core/codegen/emitters/depthwise_layer_armv7em.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s16.h"
}

namespace thimble {
namespace {

DepthwiseGeometry geometry(const thimble_depthwise_conv2d_s16_params& p) {
  return {.batches = p.batches,
          .in_h = p.in_h,
          .in_w = p.in_w,
          .in_c = p.in_c,
          .out_h = p.out_h,
          .out_w = p.out_w,
          .depth_multiplier = p.depth_multiplier,
          .filter_h = p.filter_h,
          .filter_w = p.filter_w,
          .stride_h = p.stride_h,
          .stride_w = p.stride_w,
          .dilation_h = p.dilation_h,
          .dilation_w = p.dilation_w,
          .pad_top = p.pad_top,
          .pad_left = p.pad_left,
          .in_zero_point = 0,
          .out_zero_point = 0,
          .out_min = p.out_min,
          .out_max = p.out_max};
}

struct Numbers {
  std::vector<std::vector<std::int8_t>> filters;
  std::vector<FoldedSum> sums;
  RequantPlan requant;
};

// Nothing: a sum may leave 32 bits, or a scale is too large.
std::optional<Numbers> numbers_of(const KernelCall& call, const DepthwiseGeometry& p) {
  Numbers out{.filters = depthwise_filters(p, call.constants[0].bytes.copy_as<std::int8_t>()), .sums = {}, .requant = {}};
  const auto bias = call.constants[1].bytes.copy_as<std::int64_t>();
  std::vector<std::int64_t> bounds;
  for (std::size_t c = 0; c < out.filters.size(); ++c) {
    out.sums.push_back(sum_of_int16(out.filters[c], bias.empty() ? 0 : bias[c]));
    bounds.push_back(out.sums.back().bound);
  }
  const auto requant =
      plan_requant_s16_armv7em(call.constants[2].bytes.copy_as<std::int32_t>(), call.constants[3].bytes.copy_as<std::int8_t>(), bounds,
                               {.zero_point = 0, .min = p.out_min, .max = p.out_max});
  if (!requant) return std::nullopt;
  out.requant = *requant;
  return out;
}

bool applies(const KernelCall& call) {
  const DepthwiseGeometry p = geometry(params_as<thimble_depthwise_conv2d_s16_params>(call));
  return depthwise_layer_applies(p, true) && numbers_of(call, p).has_value();
}

EmittedKernel emit(const EmitRequest& request) {
  const DepthwiseGeometry p = geometry(params_as<thimble_depthwise_conv2d_s16_params>(request.call));
  const Numbers numbers = *numbers_of(request.call, p);
  return emit_depthwise_layer(request.name, p, numbers.filters, numbers.sums, numbers.requant);
}

}  // namespace

extern const KernelEmitter emitter_depthwise_conv2d_s16_armv7em;
const KernelEmitter emitter_depthwise_conv2d_s16_armv7em{
    .name = "depthwise_conv2d_s16_armv7em",
    .doc = "planes of two channels, rows of outputs by SMLAD on pairs of taps, requantized in registers",
    .kernel = KernelId::depthwise_conv2d_s16,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
