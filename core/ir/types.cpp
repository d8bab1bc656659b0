#include "core/ir/types.h"

#include "core/base/checked.h"

namespace thimble {
namespace {

struct DTypeRow {
  DType dtype;
  std::string_view name;
  std::int64_t bytes;
};
constexpr DTypeRow kDTypes[] = {{DType::f32, "f32", 4}, {DType::f16, "f16", 2}, {DType::s8, "s8", 1},   {DType::u8, "u8", 1},
                                {DType::s16, "s16", 2}, {DType::s32, "s32", 4}, {DType::s64, "s64", 8}, {DType::b8, "b8", 1}};

const DTypeRow& row_of(DType dtype) { return kDTypes[static_cast<std::size_t>(dtype)]; }

}  // namespace

std::string_view dtype_name(DType dtype) { return row_of(dtype).name; }
std::int64_t dtype_bytes(DType dtype) { return row_of(dtype).bytes; }

std::optional<DType> parse_dtype(std::string_view name) {
  for (const DTypeRow& row : kDTypes) {
    if (row.name == name) return row.dtype;
  }
  return std::nullopt;
}

std::optional<std::int64_t> element_count(const Shape& shape) {
  if (shape.size() > kMaxRank) return std::nullopt;
  std::int64_t count = 1;
  bool empty = false;
  for (const std::int64_t dim : shape) {
    if (dim < 0) return std::nullopt;
    // An empty tensor stays empty however large its other dimensions are; they still must multiply safely.
    if (dim == 0) {
      empty = true;
      continue;
    }
    const auto product = checked_mul(count, dim);
    if (!product || *product > kMaxElements) return std::nullopt;
    count = *product;
  }
  return empty ? 0 : count;
}

}  // namespace thimble
