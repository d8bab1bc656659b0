#include "core/codegen/emitters/matrix_layer_armv7em.h"

namespace thimble {
namespace {

bool applies(const KernelCall& call) { return matrix_layer_applies(params_as<thimble_conv2d_s8_params>(call), false); }

EmittedKernel emit(const EmitRequest& request) {
  const auto p = params_as<thimble_conv2d_s8_params>(request.call);
  return emit_matrix_layer(request.name, p, matrix_numbers_s8(p, request.call.constants));
}

}  // namespace

extern const KernelEmitter emitter_conv2d_s8_armv7em;
const KernelEmitter emitter_conv2d_s8_armv7em{
    .name = "conv2d_s8_armv7em",
    .doc = "blocks of three pixels by two output channels, SMLAD on interleaved weights, requantized in registers",
    .kernel = KernelId::conv2d_s8,
    .kernel_set = KernelSet::armv7em,
    .applies = applies,
    .emit = emit};

}  // namespace thimble
