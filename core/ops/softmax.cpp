#include "core/base/text.h"
#include "core/kernels/lookup_tables.h"
#include "core/ops/float_shared.h"
#include "core/ops/softmax_shared.h"

extern "C" {
#include "core/kernels/device/softmax_f32.h"
#include "core/kernels/device/softmax_s16.h"
#include "core/kernels/device/softmax_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "beta", .type = AttrType::real, .real = 1.0}};

Result<std::vector<KernelCall>> lower_s8(const NodeView& node) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  if (out.scale != 1.0 / 256 || out.zero_point != -128)
    return unsupported(cat("output scale ", number_text(out.scale), " and zero point ", out.zero_point,
                           ", expected the 8-bit specification's 1/256 and -128"));
  const std::int64_t depth = node.in_shape(0).back();
  if (depth > 2047) return unsupported(cat(depth, " classes, expected at most 2047: more do not fit the fixed-point sum"));
  const SoftmaxScale scale = softmax_scale(in.scale, node.real("beta"));
  const thimble_softmax_s8_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                         .depth = int32_of(depth),
                                         .in_multiplier = scale.multiplier,
                                         .in_shift = scale.shift,
                                         .diff_min = scale.diff_min};
  return std::vector<KernelCall>{unary_call(KernelId::softmax_s8, params_of(params))};
}

Result<std::vector<KernelCall>> lower_s16(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  if (out.scale != 1.0 / 32768)
    return unsupported(cat("output scale ", number_text(out.scale), ", expected the 16x8 specification's 1/32768"));
  const FixedPointScale scale = softmax_s16_scale(in.scale, node.real("beta"));
  const thimble_softmax_s16_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                          .depth = int32_of(node.in_shape(0).back()),
                                          .in_multiplier = scale.multiplier,
                                          .in_shift = scale.shift};
  return std::vector<KernelCall>{
      unary_call(KernelId::softmax_s16, params_of(params),
                 {{ElementType::s16, Blob::of(softmax_exp_table_s16())}, {ElementType::s16, Blob::of(softmax_reciprocal_table_s16())}})};
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  if (!(node.real("beta") > 0)) return unsupported("a beta that is not positive");
  const thimble_softmax_f32_params params{.rows = int32_of(rows_before_last(node.in_shape(0))),
                                          .depth = int32_of(node.in_shape(0).back()),
                                          .beta = static_cast<float>(node.real("beta"))};
  return std::vector<KernelCall>{unary_call(KernelId::softmax_f32, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (computes_floats(node)) return lower_f32(node);
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return lower_s8(node);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return lower_s16(node);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::softmax_s8, KernelId::softmax_s16, KernelId::softmax_f32};

}  // namespace

const OpDef op_softmax{.doc = "exp(beta * x) / sum over the last dimension",
                       .attrs = kAttrs,
                       .infer_shape = infer_softmax_shape,
                       .cost = softmax_cost,
                       .lower = lower,
                       .kernels = kKernels,
                       .quant = fixed_output(1.0 / 256, -128, 1.0 / 32768)};

}  // namespace thimble
