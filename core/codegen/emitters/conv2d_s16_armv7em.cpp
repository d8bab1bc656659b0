#include <optional>

#include "core/codegen/emitters/matrix_layer_armv7em.h"

extern "C" {
#include "core/kernels/device/conv2d_s16.h"
}

namespace thimble {
namespace {

thimble_conv2d_s8_params geometry(const thimble_conv2d_s16_params& p) {
  return {.batches = p.batches,
          .in_h = p.in_h,
          .in_w = p.in_w,
          .in_c = p.in_c,
          .out_h = p.out_h,
          .out_w = p.out_w,
          .out_c = p.out_c,
          .filter_h = p.filter_h,
          .filter_w = p.filter_w,
          .groups = p.groups,
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

// Nothing: a sum may leave 32 bits, or a scale is too large.
std::optional<MatrixNumbers> numbers_of(const KernelCall& call) {
  const auto p = params_as<thimble_conv2d_s16_params>(call);
  MatrixNumbers out{.weights = call.constants[0].bytes.copy_as<std::int8_t>(), .sums = {}, .requant = {}, .any = {}};
  const auto bias = call.constants[1].bytes.copy_as<std::int64_t>();
  const std::size_t depth = out.weights.size() / static_cast<std::size_t>(p.out_c);
  std::vector<std::int64_t> bounds;
  for (std::size_t o = 0; o < static_cast<std::size_t>(p.out_c); ++o) {
    out.sums.push_back(sum_of_int16(std::span(out.weights).subspan(o * depth, depth), bias.empty() ? 0 : bias[o]));
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
  const auto p = params_as<thimble_conv2d_s16_params>(call);
  return p.accumulator_bits == 64 && matrix_layer_applies(geometry(p), true) && numbers_of(call).has_value();
}

EmittedKernel emit(const EmitRequest& request) {
  return emit_matrix_layer(request.name, geometry(params_as<thimble_conv2d_s16_params>(request.call)), *numbers_of(request.call));
}

}  // namespace

extern const KernelEmitter emitter_conv2d_s16_armv7em;
const KernelEmitter emitter_conv2d_s16_armv7em{
    .name = "conv2d_s16_armv7em",
    .doc = "blocks of pixels by two output channels, SMLAD on pairs of int16, 32-bit sums as far as the weights allow",
    .kernel = KernelId::conv2d_s16,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
