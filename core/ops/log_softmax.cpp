#include "core/base/text.h"
#include "core/ops/float_shared.h"
#include "core/ops/softmax_shared.h"

extern "C" {
#include "core/kernels/device/log_softmax_f32.h"
#include "core/kernels/device/log_softmax_s8.h"
}

namespace thimble {
namespace {

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  if (out.scale != 16.0 / 256 || out.zero_point != 127)
    return unsupported(cat("output scale ", number_text(out.scale), " and zero point ", out.zero_point,
                           ", expected the 8-bit specification's 16/256 and 127"));
  const std::int64_t depth = node.in_shape(0).back();
  if (depth > 4095) return unsupported(cat(depth, " classes, expected at most 4095: more do not fit the fixed-point sum"));
  const SoftmaxScale scale = softmax_scale(in.scale, 1.0);
  if (scale.shift < 1) return unsupported("an input scale below 2^-25");
  const FixedPointScale reverse = log_softmax_reverse_scale(scale);
  const thimble_log_softmax_s8_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                             .depth = int32_of(depth),
                                             .in_multiplier = scale.multiplier,
                                             .in_shift = scale.shift,
                                             .reverse_multiplier = reverse.multiplier,
                                             .reverse_shift = reverse.shift,
                                             .diff_min = scale.diff_min};
  return std::vector<KernelCall>{unary_call(KernelId::log_softmax_s8, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  if (!computes_floats(node)) return no_kernel(node, "f32 or s8");
  const thimble_log_softmax_f32_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                              .depth = int32_of(node.in_shape(0).back())};
  return std::vector<KernelCall>{unary_call(KernelId::log_softmax_f32, params_of(params))};
}

constexpr KernelId kKernels[] = {KernelId::log_softmax_s8, KernelId::log_softmax_f32};

}  // namespace

const OpDef op_log_softmax{.doc = "x - log(sum of exp(x)) over the last dimension",
                           .infer_shape = infer_softmax_shape,
                           .cost = softmax_cost,
                           .lower = lower,
                           .kernels = kKernels,
                           .quant = fixed_output(16.0 / 256, 127, 0)};

}  // namespace thimble
