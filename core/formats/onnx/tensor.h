// Tensor: one constant of an ONNX file, read and checked: element type, dimensions, dense little-endian bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/blob.h"
#include "core/base/result.h"
#include "core/ir/types.h"
#include "onnx.pb.h"

namespace thimble::onnx {

// The published numbers of element types.
enum class Elem : std::int32_t {
  undefined = 0,
  f32 = 1,
  u8 = 2,
  s8 = 3,
  u16 = 4,
  s16 = 5,
  s32 = 6,
  s64 = 7,
  text = 8,
  boolean = 9,
  f16 = 10,
  f64 = 11,
  u32 = 12,
  u64 = 13
};

inline constexpr std::size_t kMaxTensorBytes = std::size_t{1} << 30;
inline constexpr std::int64_t kMaxFoldElements = std::int64_t{1} << 24;  // of what is computed at import

std::string elem_name(Elem elem);       // "float", "element type 99"
std::size_t elem_bytes(Elem elem);      // 0: not one that is read
bool is_real(Elem elem);                // f16, f32, f64
bool is_integer(Elem elem);             // and boolean

struct Tensor {
  Elem elem = Elem::f32;
  Shape dims;
  Blob bytes;
  // Set where the file dequantizes a constant: `bytes` hold the integers.
  std::optional<QuantParams> quant;

  std::int64_t count() const { return element_count(dims).value_or(0); }
  std::vector<std::int64_t> integers() const;  // of an integer type; real types are truncated
  std::vector<double> reals() const;           // the numbers; dequantized where `quant` is set

  static Tensor of_integers(Elem elem, Shape dims, std::span<const std::int64_t> values);
  static Tensor of_reals(Elem elem, Shape dims, std::span<const double> values);
};

// Reads a file beside the model: `name` is relative and has been checked to stay beside it.
using ReadSibling = std::function<Result<std::vector<std::byte>>(std::string_view name)>;

class TensorReader {
 public:
  explicit TensorReader(ReadSibling read) : read_(std::move(read)) {}
  // Checks type, dimensions and that there are exactly as many bytes as they say.
  Result<Tensor> read(const pb::TensorProto& proto);

 private:
  Result<Blob> external(const pb::TensorProto& proto, std::size_t size);

  ReadSibling read_;
  std::string sibling_;  // the last one that was read, and its bytes
  Blob sibling_bytes_;
};

// Elements in the order of a permutation of dimensions: output dimension i is input dimension perm[i].
Blob permute_bytes(const Blob& bytes, std::size_t element, const Shape& dims, std::span<const std::int64_t> perm);

}  // namespace thimble::onnx
