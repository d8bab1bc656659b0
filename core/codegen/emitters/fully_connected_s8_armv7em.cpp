#include "core/codegen/emitters/matrix_layer_armv7em.h"
#include "core/codegen/emitters/one_rounding.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

// A dense layer is a 1x1 convolution whose pixels are the rows of the batch.
thimble_conv2d_s8_params as_convolution(const thimble_fully_connected_s8_params& p) {
  return {.batches = 1,
          .in_h = 1,
          .in_w = p.batches,
          .in_c = p.in_c,
          .out_h = 1,
          .out_w = p.batches,
          .out_c = p.out_c,
          .filter_h = 1,
          .filter_w = 1,
          .groups = 1,
          .stride_h = 1,
          .stride_w = 1,
          .dilation_h = 1,
          .dilation_w = 1,
          .pad_top = 0,
          .pad_left = 0,
          .in_zero_point = p.in_zero_point,
          .out_zero_point = p.out_zero_point,
          .out_min = p.out_min,
          .out_max = p.out_max};
}

bool applies(const KernelCall& call) {
  const auto p = params_as<thimble_fully_connected_s8_params>(call);
  return matrix_layer_applies(as_convolution(p), false) && dense_one_rounding(call).has_value();
}

EmittedKernel emit(const EmitRequest& request) {
  const std::vector<OneRounding> scales = dense_one_rounding(request.call).value();
  std::vector<std::int32_t> multiplier;
  std::vector<std::int8_t> shift;
  for (const OneRounding& scale : scales) {
    multiplier.push_back(scale.multiplier);
    shift.push_back(static_cast<std::int8_t>(-scale.n));
  }
  const std::vector<ConstantArray> constants{
      request.call.constants[0], request.call.constants[1], {ElementType::s32, Blob::of(multiplier)}, {ElementType::s8, Blob::of(shift)}};
  const thimble_conv2d_s8_params p = as_convolution(params_as<thimble_fully_connected_s8_params>(request.call));
  return emit_matrix_layer(request.name, p, matrix_numbers_s8(p, constants, Rounding::once));
}

}  // namespace

extern const KernelEmitter emitter_fully_connected_s8_armv7em;
const KernelEmitter emitter_fully_connected_s8_armv7em{
    .name = "fully_connected_s8_armv7em",
    .doc = "a 1x1 convolution over the rows of the batch: two output channels at a time, SMLAD on interleaved weights",
    .kernel = KernelId::fully_connected_s8,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
