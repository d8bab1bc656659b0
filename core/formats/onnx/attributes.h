// Attributes of one node of the file, by name, with type and range checked; and the shape arithmetic that several operators
// share, on the file's dimensions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/ir/types.h"
#include "onnx.pb.h"

namespace thimble::onnx {

using Ints = std::vector<std::int64_t>;

class Attributes {
 public:
  explicit Attributes(const pb::NodeProto& node) : node_(node) {}

  const pb::AttributeProto* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  Result<std::int64_t> integer(std::string_view name, std::int64_t fallback, std::int64_t low = INT64_MIN,
                               std::int64_t high = INT64_MAX) const;
  Result<double> real(std::string_view name, double fallback) const;  // finite
  Result<std::string> text(std::string_view name, std::string_view fallback) const;
  Result<Ints> integers(std::string_view name, Ints fallback = {}) const;  // at most kMaxList of them
  Result<std::vector<double>> reals(std::string_view name) const;

  static constexpr int kMaxList = 4096;

 private:
  const pb::NodeProto& node_;
};

// `axis` counted from the end where negative.
Result<std::int64_t> resolve_axis(std::int64_t axis, std::size_t rank);
// Sorted, each once; all of them where the list is empty and `all_when_empty`.
Result<Ints> resolve_axes(Ints axes, std::size_t rank);
// The target of Reshape: 0 copies (unless `allow_zero`), one -1 takes what is left.
Result<Shape> resolve_reshape(const Shape& dims, std::span<const std::int64_t> target, bool allow_zero);
// Shapes that broadcast together, aligned at their last dimension.
Result<Shape> broadcast_dims(const Shape& a, const Shape& b);
// What Slice reads of each dimension.
struct Range {
  std::int64_t begin, count, step;
};
Result<std::vector<Range>> resolve_slice(const Shape& dims, const Ints& starts, const Ints& ends, const Ints& axes, const Ints& steps);
// Element count of dimensions that the file may give more than six of; nothing above kMaxElements.
std::optional<std::int64_t> count_of(const Shape& dims);

}  // namespace thimble::onnx
