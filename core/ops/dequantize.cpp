#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/dequantize_s8_f32.h"
#include "core/kernels/device/dequantize_u8_f32.h"
#include "core/kernels/device/dequantize_s16_f32.h"
}

namespace thimble {
namespace {

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  const Params params{.count = int32_of(node.graph().value_elements(node.output())), .zero_point = in.zero_point};
  const ConstantArray scale{ElementType::f32, Blob::of(std::vector<float>{static_cast<float>(in.scale)})};
  return std::vector<KernelCall>{unary_call(kernel, params_of(params), {scale})};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.out_dtype() == DType::f32) {
    if (node.in_dtype(0) == DType::s8) return call_of<thimble_dequantize_s8_f32_params>(node, KernelId::dequantize_s8_f32);
    if (node.in_dtype(0) == DType::u8) return call_of<thimble_dequantize_u8_f32_params>(node, KernelId::dequantize_u8_f32);
    if (node.in_dtype(0) == DType::s16) return call_of<thimble_dequantize_s16_f32_params>(node, KernelId::dequantize_s16_f32);
  }
  return no_kernel(node, "s8, u8 or s16 -> f32");
}

constexpr KernelId kKernels[] = {KernelId::dequantize_s8_f32, KernelId::dequantize_u8_f32, KernelId::dequantize_s16_f32};

}  // namespace

const OpDef op_dequantize{
    .doc = "quantized numbers to real ones", .infer_shape = same_shape, .cost = elementwise_cost, .lower = lower, .kernels = kKernels};

}  // namespace thimble
