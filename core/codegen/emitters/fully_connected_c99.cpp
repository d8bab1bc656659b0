#include "core/codegen/emitters/fully_connected_c99.h"

#include "core/base/text.h"
#include "core/codegen/emitters/one_rounding.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble {
namespace {

using Params = thimble_fully_connected_s8_params;

RequantizePlan plan_once(std::span<const OneRounding> scales, const OutputRange& range, HighMultiply how) {
  RequantizePlan plan;
  for (const OneRounding& scale : scales) plan.shift.push_back(scale.n);
  const bool halves = how == HighMultiply::halves;
  plan.function = format("requantize_once%s_%s_%s_%s", halves ? "_halves" : "", signed_name(range.zero_point).c_str(),
                         signed_name(range.min).c_str(), signed_name(range.max).c_str());
  CodeWriter c;
  c.comment(
      "acc * multiplier / 2^(31 + shift), rounded once, ties up, plus the zero point, clamped. That this multiplier gives what "
      "the exact scale gives, for every sum that the weights allow, was checked when this was written.");
  c.line("static inline int8_t %s(int32_t acc, int32_t multiplier, int32_t shift) {", plan.function.c_str());
  c.line("const int32_t high = %s;", high_word(how, "(acc * 2)", "multiplier").c_str());
  c.line("const int32_t rounding = (int32_t)((uint32_t)(2 * %d + 1) << (shift - 1)); /* half a step, and the zero point */",
         range.zero_point);
  c.line("int32_t value = (high + rounding) >> shift;");
  c.line("if (value < %d) value = %d;", range.min, range.min);
  c.line("if (value > %d) value = %d;", range.max, range.max);
  c.line("return (int8_t)value;");
  c.line("}");
  plan.helper = {plan.function, c.take(), {"requantize_once"}};
  if (halves) plan.needs = {high_multiply_helper()};
  return plan;
}

LayerConstants dense_constants(const KernelCall& call, const Params& p, HighMultiply how) {
  const std::vector<OneRounding> scales = dense_one_rounding(call).value();
  LayerConstants out;
  out.weights = call.constants[0].bytes.copy_as<std::int8_t>();
  const auto bias = call.constants[1].bytes.copy_as<std::int32_t>();
  const auto depth = static_cast<std::size_t>(p.in_c);
  for (std::size_t o = 0; o < scales.size(); ++o) {
    const auto weights = std::span(out.weights).subspan(o * depth, depth);
    out.channels.bias.push_back(fold_zero_point(weights, bias.empty() ? 0 : bias[o], p.in_zero_point).bias);
    out.channels.multiplier.push_back(scales[o].multiplier);
  }
  out.requantize = plan_once(scales, {p.out_zero_point, p.out_min, p.out_max}, how);
  out.channels.shift = out.requantize.shift;
  return out;
}

EmittedHelper body_helper(const Params& p, const TileSize& tile, std::string_view isa, bool uniform, const RequantizePlan& requantize) {
  const MatrixShape shape{.depth = p.in_c, .outputs = p.out_c, .pixel_stride = p.in_c, .uniform = uniform};
  EmittedHelper helper;
  helper.name = format("fully_connected_%dx%d_%d%s_%s_%.*s", p.batches, p.in_c, p.out_c, uniform ? "_uniform" : "",
                       requantize.function.c_str(), static_cast<int>(isa.size()), isa.data());
  CodeWriter c;
  c.comment(format("Dense layer of %d inputs and %d outputs, %d outputs at a time: a load of an input serves all of them.", p.in_c, p.out_c,
                   static_cast<int>(tile.dense_outputs)));
  c.line("THIMBLE_KEEP_ORDER static void %s(const int8_t *input, int8_t *output, %s) {", helper.name.c_str(),
         constant_parameters(uniform, tile.unsigned_weights).c_str());
  helper.labels = {format("fully_connected_%d_to_%d", p.in_c, p.out_c)};
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

bool fully_connected_c99_applies(const KernelCall& call, const TileSize& tile) {
  if (tile.unsigned_weights && params_as<Params>(call).in_c > kMaxUnsignedDepth) return false;
  return dense_one_rounding(call).has_value();
}

EmittedKernel emit_fully_connected_c99(const EmitRequest& request, const TileSize& tile, std::string_view isa) {
  const Params p = params_as<Params>(request.call);
  const LayerConstants layer = dense_constants(request.call, p, tile.high_multiply);
  EmittedKernel out;
  out.includes = {"c99.h"};
  out.helpers = layer.requantize.needs;
  out.helpers.push_back(layer.requantize.helper);
  out.helpers.push_back(body_helper(p, tile, isa, layer.channels.uniform(), layer.requantize));
  MatrixConstants matrix = matrix_constants(request.name, interleave_weights(layer.weights, p.out_c, p.in_c, tile.dense_outputs),
                                            "[block of outputs][input][output of the block]", layer.channels, tile.unsigned_weights);
  out.arrays = std::move(matrix.arrays);
  CodeWriter c;
  c.line("static void %.*s(const int8_t *input, int8_t *output) {", static_cast<int>(request.name.size()), request.name.data());
  c.line("%s(input, output, %s);", out.helpers.back().name.c_str(), matrix.arguments.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
