#include <algorithm>

#include "core/codegen/emitters/matrix_layer_armv7em.h"

extern "C" {
#include "core/kernels/device/fully_connected_s16.h"
}

namespace thimble {
namespace {

// A dense layer is a 1x1 convolution whose pixels are the rows of the batch.
thimble_conv2d_s8_params as_convolution(const thimble_fully_connected_s16_params& p) {
  thimble_conv2d_s8_params out{};
  out.batches = out.in_h = out.out_h = out.groups = 1;
  out.filter_h = out.filter_w = out.stride_h = out.stride_w = out.dilation_h = out.dilation_w = 1;
  out.in_w = out.out_w = p.batches;
  out.in_c = p.in_c, out.out_c = p.out_c;
  return out;
}

// The reference multiplies by a double's mantissa: sums are kept, and scaled in C.
MatrixNumbers numbers_of(const KernelCall& call) {
  const auto p = params_as<thimble_fully_connected_s16_params>(call);
  MatrixNumbers out{.weights = call.constants[0].bytes.copy_as<std::int8_t>(), .sums = {}, .requant = {}, .any = {}};
  const auto bias = call.constants[1].bytes.copy_as<std::int64_t>();
  const auto high = call.constants[2].bytes.copy_as<std::int32_t>(), low = call.constants[3].bytes.copy_as<std::int32_t>();
  const auto shift = call.constants[4].bytes.copy_as<std::int8_t>();
  const auto depth = static_cast<std::size_t>(p.in_c);
  for (std::size_t o = 0; o < static_cast<std::size_t>(p.out_c); ++o) {
    out.sums.push_back(sum_of_int16(std::span(out.weights).subspan(o * depth, depth), bias.empty() ? 0 : bias[o]));
    out.any.insert(out.any.end(), {high[o], low[o], shift[o]});
  }
  out.requant = {.form = RequantForm::any, .range = {.zero_point = 0, .min = p.out_min, .max = p.out_max}, .channels = {}, .wide = true};
  return out;
}

bool applies(const KernelCall& call) {
  const auto p = params_as<thimble_fully_connected_s16_params>(call);
  if (!matrix_layer_applies(as_convolution(p), true)) return false;
  const MatrixNumbers numbers = numbers_of(call);
  const bool sums_fit = std::ranges::all_of(numbers.sums, [](const FoldedSum& sum) { return sum.bound <= INT32_MAX; });
  // As of thimble_scale_s32.
  const auto shifts = call.constants[4].bytes.copy_as<std::int8_t>();
  return sums_fit && std::ranges::all_of(shifts, [](std::int8_t shift) { return shift >= -31 && shift <= 14; });
}

EmittedKernel emit(const EmitRequest& request) {
  return emit_matrix_layer(request.name, as_convolution(params_as<thimble_fully_connected_s16_params>(request.call)),
                           numbers_of(request.call));
}

}  // namespace

extern const KernelEmitter emitter_fully_connected_s16_armv7em;
const KernelEmitter emitter_fully_connected_s16_armv7em{
    .name = "fully_connected_s16_armv7em",
    .doc = "a 1x1 convolution over the rows of the batch: two output channels at a time, SMLAD on pairs of int16, exact scales in C",
    .kernel = KernelId::fully_connected_s16,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
