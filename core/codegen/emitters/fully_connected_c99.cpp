#include "core/codegen/emitters/fully_connected_c99.h"

#include "core/base/text.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

using Params = thimble_fully_connected_s8_params;

EmittedHelper body_helper(const Params& p, const TileSize& tile, std::string_view isa, bool uniform, const RequantizePlan& requantize) {
  const MatrixShape shape{.depth = p.in_c, .outputs = p.out_c, .pixel_stride = p.in_c, .uniform = uniform};
  EmittedHelper helper;
  helper.name = format("fully_connected_%dx%d_%d%s_%s_%.*s", p.batches, p.in_c, p.out_c, uniform ? "_uniform" : "",
                       requantize.function.c_str(), static_cast<int>(isa.size()), isa.data());
  CodeWriter c;
  c.comment(format("Dense layer of %d inputs and %d outputs, %d outputs at a time: a load of an input serves all of them.", p.in_c, p.out_c,
                   static_cast<int>(tile.dense_outputs)));
  c.line("THIMBLE_KEEP_ORDER static void %s(", helper.name.c_str());
  c.line("    const int8_t *input, int8_t *output, %s) {", constant_parameters(uniform).c_str());
  if (p.batches > 1) c.line("for (int32_t row = 0; row < %d; row++) {", p.batches);
  c.line("const int8_t *pixel = input;");
  write_pixel_block(c, shape, tile, 1, tile.dense_outputs, requantize.function);
  if (p.batches > 1) {
    c.line("input += %d;", p.in_c);
    c.line("output += %d;", p.out_c);
    c.line("}");
  }
  c.line("}");
  helper.definition = c.take();
  return helper;
}

}  // namespace

bool fully_connected_c99_applies(const KernelCall& call) { return params_as<Params>(call).weight_zero_point == 0; }

EmittedKernel emit_fully_connected_c99(const EmitRequest& request, const TileSize& tile, std::string_view isa) {
  const Params p = params_as<Params>(request.call);
  const LayerConstants layer = read_layer_constants(request.call, p.out_c, p.in_zero_point, {p.out_zero_point, p.out_min, p.out_max});
  EmittedKernel out;
  out.includes = {"c99.h"};
  out.helpers = {layer.requantize.helper, body_helper(p, tile, isa, layer.channels.uniform(), layer.requantize)};
  MatrixConstants matrix = matrix_constants(request.name, interleave_weights(layer.weights, p.out_c, p.in_c, tile.dense_outputs),
                                            "[block of outputs][input][output of the block]", layer.channels);
  out.arrays = std::move(matrix.arrays);
  CodeWriter c;
  c.line("static void %.*s(const int8_t *input, int8_t *output) {", static_cast<int>(request.name.size()), request.name.data());
  c.line("%s(input, output, %s);", out.helpers.back().name.c_str(), matrix.arguments.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
