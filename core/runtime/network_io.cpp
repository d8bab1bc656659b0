#include "core/runtime/network_io.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/counts.h"
#include "core/base/half.h"
#include "core/base/text.h"

extern "C" {
#include "core/kernels/device/dequantize_s16_f32.h"
#include "core/kernels/device/dequantize_s8_f32.h"
#include "core/kernels/device/dequantize_u8_f32.h"
#include "core/kernels/device/quantize_f32_s16.h"
#include "core/kernels/device/quantize_f32_s8.h"
#include "core/kernels/device/quantize_f32_u8.h"
}

namespace thimble {
namespace {

// Scale 1 and zero point 0 where a value has no QuantParams: its integers are meant as they stand.
struct Scale {
  float scale = 1;
  std::int32_t zero_point = 0;
};

Result<Scale> scale_of(const Graph& graph, ValueId id) {
  const QuantParams* quant = graph.quant(id);
  if (!quant) return Scale{};
  if (!quant->per_tensor())
    return unsupported("`" + printable(graph.value_name(id)) + "` is quantized per channel, expected one scale for an input or output");
  return Scale{quant->scales[0], quant->zero_points[0]};
}

template <class T, class Params>
std::vector<std::byte> quantized(std::span<const float> values, Scale scale,
                                 void (*kernel)(const Params*, const float*, const float*, T*)) {
  std::vector<T> out(values.size());
  const Params params{.count = static_cast<std::int32_t>(values.size()), .zero_point = scale.zero_point};
  kernel(&params, values.data(), &scale.scale, out.data());
  const auto bytes = std::as_bytes(std::span<const T>(out));
  return {bytes.begin(), bytes.end()};
}

template <class T>
std::vector<T> elements(std::span<const std::byte> bytes) {
  std::vector<T> out(bytes.size() / sizeof(T));
  if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
  return out;
}

template <class T, class Params>
std::vector<float> dequantized(std::span<const std::byte> bytes, Scale scale,
                               void (*kernel)(const Params*, const T*, const float*, float*)) {
  const std::vector<T> in = elements<T>(bytes);
  std::vector<float> out(in.size());
  const Params params{.count = static_cast<std::int32_t>(in.size()), .zero_point = scale.zero_point};
  kernel(&params, in.data(), &scale.scale, out.data());
  return out;
}

// Numbers that count something (indices, flags): nearest whole, clamped to the type.
template <class T>
std::vector<std::byte> whole(std::span<const float> values, double low, double high) {
  std::vector<T> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), [&](float value) {
    return static_cast<T>(std::isnan(value) ? 0.0 : std::clamp(std::round(static_cast<double>(value)), low, high));
  });
  const auto bytes = std::as_bytes(std::span<const T>(out));
  return {bytes.begin(), bytes.end()};
}

template <class T>
std::vector<float> as_floats(std::span<const std::byte> bytes) {
  const std::vector<T> in = elements<T>(bytes);
  std::vector<float> out(in.size());
  std::transform(in.begin(), in.end(), out.begin(), [](T value) { return static_cast<float>(value); });
  return out;
}

std::vector<std::byte> halves(std::span<const float> values) {
  std::vector<std::uint16_t> out(values.size());
  std::transform(values.begin(), values.end(), out.begin(), half_of);
  const auto bytes = std::as_bytes(std::span<const std::uint16_t>(out));
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Result<std::vector<std::byte>> encode_values(const Graph& graph, ValueId id, std::span<const float> values) {
  if (static_cast<std::int64_t>(values.size()) != graph.value_elements(id))
    return invalid_argument(cat("`", printable(graph.value_name(id)), "` is given ", counted(std::ssize(values), "number"), ", expected ",
                                graph.value_elements(id), " ", shape_text(graph.shape(id))),
                            "Let the preprocessing bring samples to this shape.");
  THIMBLE_TRY(const Scale scale, scale_of(graph, id));
  switch (graph.value(id).dtype) {
    case DType::s8: return quantized<std::int8_t>(values, scale, thimble_quantize_f32_s8);
    case DType::u8: return quantized<std::uint8_t>(values, scale, thimble_quantize_f32_u8);
    case DType::s16: return quantized<std::int16_t>(values, scale, thimble_quantize_f32_s16);
    case DType::f16: return halves(values);
    case DType::s32: return whole<std::int32_t>(values, INT32_MIN, INT32_MAX);
    case DType::s64: return whole<std::int64_t>(values, -0x1p62, 0x1p62);
    case DType::b8: return whole<std::uint8_t>(values, 0, 1);
    case DType::f32: break;
  }
  const auto bytes = std::as_bytes(values);
  return std::vector<std::byte>(bytes.begin(), bytes.end());
}

Result<std::vector<std::vector<std::byte>>> encode_inputs(const Graph& graph, std::span<const std::vector<float>> inputs) {
  if (inputs.size() != graph.inputs.size())
    return invalid_argument(cat("a sample with ", counted(std::ssize(inputs), "input"), ", expected ", graph.inputs.size()));
  std::vector<std::vector<std::byte>> out;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    THIMBLE_TRY(std::vector<std::byte> bytes, encode_values(graph, graph.inputs[i], inputs[i]).in(format("input %zu of a sample", i)));
    out.push_back(std::move(bytes));
  }
  return out;
}

Result<std::vector<float>> decode_values(const Graph& graph, ValueId id, std::span<const std::byte> bytes) {
  THIMBLE_CHECK(static_cast<std::int64_t>(bytes.size()) == graph.value_bytes(id));
  THIMBLE_TRY(const Scale scale, scale_of(graph, id));
  switch (graph.value(id).dtype) {
    case DType::s8: return dequantized<std::int8_t>(bytes, scale, thimble_dequantize_s8_f32);
    case DType::u8: return dequantized<std::uint8_t>(bytes, scale, thimble_dequantize_u8_f32);
    case DType::s16: return dequantized<std::int16_t>(bytes, scale, thimble_dequantize_s16_f32);
    case DType::s32: return as_floats<std::int32_t>(bytes);
    case DType::s64: return as_floats<std::int64_t>(bytes);
    case DType::b8: return as_floats<std::uint8_t>(bytes);
    case DType::f32: return elements<float>(bytes);
    case DType::f16: break;
  }
  std::vector<float> out;
  for (const std::uint16_t half : elements<std::uint16_t>(bytes)) out.push_back(float_of_half(half));
  return out;
}

}  // namespace thimble
