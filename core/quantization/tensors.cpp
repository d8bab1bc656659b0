#include "core/quantization/tensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/text.h"

namespace thimble {
namespace {

template <class T>
Bytes quantized(std::span<const float> values, const QuantParams& quant, float least, float most) {
  const float scale = quant.scales[0], zero_point = static_cast<float>(quant.zero_points[0]);
  std::vector<T> numbers(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    numbers[i] = static_cast<T>(std::clamp(std::round(values[i] / scale) + zero_point, least, most));
  }
  const auto bytes = std::as_bytes(std::span<const T>(numbers));
  return {bytes.begin(), bytes.end()};
}

template <class T>
std::vector<float> dequantized(std::span<const std::byte> bytes, const QuantParams& quant) {
  std::vector<T> numbers(bytes.size() / sizeof(T));
  if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(T));
  std::vector<float> out(numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    out[i] = quant.scales[0] * static_cast<float>(static_cast<std::int32_t>(numbers[i]) - quant.zero_points[0]);
  }
  return out;
}

}  // namespace

Bytes tensor_bytes(std::span<const float> values, DType type, const QuantParams* quant) {
  if (type == DType::f32) {
    const auto bytes = std::as_bytes(values);
    return {bytes.begin(), bytes.end()};
  }
  THIMBLE_CHECK(quant && quant->per_tensor());
  if (type == DType::s16) return quantized<std::int16_t>(values, *quant, -32768, 32767);
  if (type == DType::u8) return quantized<std::uint8_t>(values, *quant, 0, 255);
  return quantized<std::int8_t>(values, *quant, -128, 127);
}

std::vector<float> tensor_values(std::span<const std::byte> bytes, DType type, const QuantParams* quant) {
  if (type == DType::f32) {
    std::vector<float> out(bytes.size() / sizeof(float));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(float));
    return out;
  }
  THIMBLE_CHECK(quant && quant->per_tensor());
  if (type == DType::s16) return dequantized<std::int16_t>(bytes, *quant);
  if (type == DType::u8) return dequantized<std::uint8_t>(bytes, *quant);
  return dequantized<std::int8_t>(bytes, *quant);
}

Result<std::vector<Bytes>> network_inputs(const Graph& graph, const Sample& sample) {
  if (sample.inputs.size() != graph.inputs.size())
    return invalid_argument(format("a sample with %zu inputs, expected %zu", sample.inputs.size(), graph.inputs.size()));
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    const ValueId id = graph.inputs[i];
    if (static_cast<std::int64_t>(sample.inputs[i].size()) != graph.value_elements(id)) {
      return invalid_argument(format("input %zu of a sample has %zu numbers, expected %lld", i, sample.inputs[i].size(),
                                     static_cast<long long>(graph.value_elements(id))));
    }
    out.push_back(tensor_bytes(sample.inputs[i], graph.value(id).dtype, graph.quant(id)));
  }
  return out;
}

}  // namespace thimble
