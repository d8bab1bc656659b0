#include "core/ops/float_shared.h"

#include <algorithm>
#include <limits>

#include "core/base/half.h"
#include "core/base/text.h"

namespace thimble {
namespace {

Result<Blob> constant_of(const NodeView& node, std::size_t i, std::string_view what) {
  const Blob* blob = node.graph().constant(node.input(i));
  if (!blob) return unsupported(std::string(what) + " are not constant", "Freeze the network before converting it.");
  return *blob;
}

Result<ConstantArray> bias_of(const NodeView& node, std::int64_t channels) {
  if (!node.has_input(2)) return ConstantArray{ElementType::f32, {}};
  THIMBLE_TRY(const Blob bias, constant_of(node, 2, "biases"));
  if (const std::int64_t biases = node.graph().value_elements(node.input(2)); biases != channels)
    return bad_data(cat(biases, " biases, expected one for each of ", channels, " output channels"));
  if (node.in_dtype(2) == DType::f32) return ConstantArray{ElementType::f32, bias};
  if (node.in_dtype(2) != DType::f16)
    return unsupported("biases of type " + std::string(dtype_name(node.in_dtype(2))) + ", expected f32 or f16");
  std::vector<float> wide;
  for (const std::uint16_t bits : bias.copy_as<std::uint16_t>()) wide.push_back(float_of_half(bits));
  return ConstantArray{ElementType::f32, Blob::of(wide)};
}

// One scale an output channel.
Result<ConstantArray> scales_of(const NodeView& node, std::int32_t channel_axis, std::int64_t channels) {
  const QuantParams* quant = node.graph().quant(node.input(1));
  if (!quant) return unsupported("int8 weights without a scale");
  if (!quant->per_tensor() && quant->axis != channel_axis)
    return unsupported(format("weights quantized along axis %d, expected %d", quant->axis, channel_axis));
  if (std::any_of(quant->zero_points.begin(), quant->zero_points.end(), [](std::int32_t zero) { return zero != 0; }))
    return unsupported("int8 weights with a zero point under float activations; expected symmetric ones");
  std::vector<float> scales = quant->scales;
  scales.resize(static_cast<std::size_t>(channels), quant->scales[0]);
  return ConstantArray{ElementType::f32, Blob::of(scales)};
}

}  // namespace

bool computes_floats(const NodeView& node) { return node.in_dtype(0) == DType::f32 && node.out_dtype() == DType::f32; }

FloatRange float_range(std::string_view activation) {
  constexpr float kMax = std::numeric_limits<float>::max();
  if (activation == "relu") return {0.0f, kMax};
  if (activation == "relu6") return {0.0f, 6.0f};
  if (activation == "relu_n1_to_1") return {-1.0f, 1.0f};
  return {-kMax, kMax};
}

Result<FloatWeights> float_weights(const NodeView& node, std::int32_t channel_axis, std::int64_t channels) {
  THIMBLE_TRY(const Blob weights, constant_of(node, 1, "weights"));
  THIMBLE_TRY(const ConstantArray bias, bias_of(node, channels));
  switch (node.in_dtype(1)) {
    case DType::f32: return FloatWeights{WeightStorage::f32, {{ElementType::f32, weights}, bias}};
    case DType::f16: return FloatWeights{WeightStorage::f16, {{ElementType::f16, weights}, bias}};
    case DType::s8: {
      THIMBLE_TRY(const ConstantArray scales, scales_of(node, channel_axis, channels));
      return FloatWeights{WeightStorage::s8, {{ElementType::s8, weights}, scales, bias}};
    }
    default: return unsupported("weights of type " + std::string(dtype_name(node.in_dtype(1))) + ", expected f32, f16 or s8");
  }
}

}  // namespace thimble
