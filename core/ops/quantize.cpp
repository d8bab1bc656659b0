#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/quantize_f32_s8.h"
#include "core/kernels/device/quantize_f32_u8.h"
#include "core/kernels/device/quantize_f32_s16.h"
#include "core/kernels/device/requantize_s8.h"
#include "core/kernels/device/requantize_s8_u8.h"
#include "core/kernels/device/requantize_u8_s8.h"
#include "core/kernels/device/requantize_s8_s16.h"
#include "core/kernels/device/requantize_s16_s8.h"
#include "core/kernels/device/requantize_s16.h"
#include "core/kernels/device/requantize_s16_s32.h"
#include "core/kernels/device/requantize_s32_s16.h"
#include "core/kernels/device/requantize_s32_s8.h"
}

namespace thimble {
namespace {

template <class Params>
Result<std::vector<KernelCall>> quantize_call(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const Params params{.count = int32_of(node.graph().value_elements(node.output())), .zero_point = out.zero_point};
  const ConstantArray scale{ElementType::f32, Blob::of(std::vector<float>{static_cast<float>(out.scale)})};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params), {scale})};
}

template <class Params>
Result<std::vector<KernelCall>> requantize_call(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  const FixedPointScale scale = requantize_scale(in.scale, out.scale);
  const Params params{.count = int32_of(node.graph().value_elements(node.output())),
                      .in_zero_point = in.zero_point,
                      .multiplier = scale.multiplier,
                      .shift = scale.shift,
                      .out_zero_point = out.zero_point};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  const DType in = node.in_dtype(0), out = node.out_dtype();
  if (in == DType::f32 && out == DType::s8) return quantize_call<thimble_quantize_f32_s8_params>(node, KernelId::quantize_f32_s8);
  if (in == DType::f32 && out == DType::u8) return quantize_call<thimble_quantize_f32_u8_params>(node, KernelId::quantize_f32_u8);
  if (in == DType::f32 && out == DType::s16) return quantize_call<thimble_quantize_f32_s16_params>(node, KernelId::quantize_f32_s16);
  if (in == DType::s8 && out == DType::s8) return requantize_call<thimble_requantize_s8_params>(node, KernelId::requantize_s8);
  if (in == DType::s8 && out == DType::u8) return requantize_call<thimble_requantize_s8_u8_params>(node, KernelId::requantize_s8_u8);
  if (in == DType::u8 && out == DType::s8) return requantize_call<thimble_requantize_u8_s8_params>(node, KernelId::requantize_u8_s8);
  if (in == DType::s8 && out == DType::s16) return requantize_call<thimble_requantize_s8_s16_params>(node, KernelId::requantize_s8_s16);
  if (in == DType::s16 && out == DType::s8) return requantize_call<thimble_requantize_s16_s8_params>(node, KernelId::requantize_s16_s8);
  if (in == DType::s16 && out == DType::s16) return requantize_call<thimble_requantize_s16_params>(node, KernelId::requantize_s16);
  if (in == DType::s16 && out == DType::s32) return requantize_call<thimble_requantize_s16_s32_params>(node, KernelId::requantize_s16_s32);
  if (in == DType::s32 && out == DType::s16) return requantize_call<thimble_requantize_s32_s16_params>(node, KernelId::requantize_s32_s16);
  if (in == DType::s32 && out == DType::s8) return requantize_call<thimble_requantize_s32_s8_params>(node, KernelId::requantize_s32_s8);
  return no_kernel(node, "f32 -> s8, u8 or s16, between s8, u8 and s16, and s32 from s16 or to s8 and s16");
}

constexpr KernelId kKernels[] = {KernelId::quantize_f32_s8,    KernelId::quantize_f32_u8,    KernelId::quantize_f32_s16,
                                 KernelId::requantize_s8,      KernelId::requantize_s8_u8,   KernelId::requantize_u8_s8,
                                 KernelId::requantize_s8_s16,  KernelId::requantize_s16_s8,  KernelId::requantize_s16,
                                 KernelId::requantize_s16_s32, KernelId::requantize_s32_s16, KernelId::requantize_s32_s8};

}  // namespace

const OpDef op_quantize{.doc = "real or quantized numbers to the output's scale",
                        .infer_shape = same_shape,
                        .cost = elementwise_cost,
                        .lower = lower,
                        .kernels = kKernels};

}  // namespace thimble
