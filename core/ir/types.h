// Types of the IR: element types, shapes, quantization parameters, attribute values and the ids that name them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"

namespace thimble {

enum class ValueId : std::uint32_t { none = kNoIndex };
enum class NodeId : std::uint32_t { none = kNoIndex };
enum class ShapeId : std::uint32_t { none = kNoIndex };
enum class QuantId : std::uint32_t { none = kNoIndex };
enum class AttrsId : std::uint32_t { none = kNoIndex };
enum class ConstId : std::uint32_t { none = kNoIndex };
enum class StringId : std::uint32_t { none = kNoIndex };

// The list is core/ops/ops.def; the IR itself never asks which operator it holds (core/ops/op_kind.h).
enum class OpKind : std::uint16_t;

enum class DType : std::uint8_t { f32, f16, s8, u8, s16, s32, s64, b8 };

std::string_view dtype_name(DType dtype);
std::optional<DType> parse_dtype(std::string_view name);
std::int64_t dtype_bytes(DType dtype);

inline constexpr std::size_t kMaxRank = 6;
inline constexpr std::int64_t kMaxElements = std::int64_t{1} << 31;

// Dimensions, outermost first: NHWC for activations, OHWI for weights. A scalar has rank 0.
using Shape = std::vector<std::int64_t>;
// Nothing for a negative dimension, and above kMaxRank or kMaxElements.
std::optional<std::int64_t> element_count(const Shape& shape);

// real = scale * (q - zero_point); one pair per tensor (axis < 0), or one per index of `axis`.
struct QuantParams {
  std::vector<float> scales;
  std::vector<std::int32_t> zero_points;
  std::int32_t axis = -1;

  bool per_tensor() const { return axis < 0; }
  bool operator==(const QuantParams&) const = default;
};

using AttrValue = std::variant<std::int64_t, double, std::string, std::vector<std::int64_t>>;

struct Attr {
  std::string name;
  AttrValue value;
  bool operator==(const Attr&) const = default;
};
using AttrSet = std::vector<Attr>;

}  // namespace thimble
