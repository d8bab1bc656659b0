// Layout: how a value's shape in the file relates to its shape in our graph, so that transposes and reshapes of the file are
// bookkeeping until an operator needs one particular order.
//   A value's elements are numbered by *factors*. Each dimension of the file's shape ("logical") is a product of factors,
//   outermost first, and so is each dimension of the graph's ("physical"); every factor is in both, once. A dimension of 1 has
//   none. NCHW kept as NHWC: sizes C H W = [8, 5, 5], logical [], [C], [H], [W], physical [], [H], [W], [C]; flattened:
//   logical [], [C H W], the same elements. A transpose permutes `logical`; a reshape cuts it anew, splitting factors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/ir/types.h"

namespace thimble::onnx {

using Factors = std::vector<std::uint32_t>;

struct Layout {
  std::vector<std::int64_t> sizes;  // of each factor, at least 2
  std::vector<Factors> logical, physical;

  static Layout plain(const Shape& dims);

  Shape logical_shape() const { return shape_of(logical); }
  Shape physical_shape() const { return shape_of(physical); }
  Shape shape_of(std::span<const Factors> groups) const;
  std::int64_t size_of(const Factors& factors) const;
  bool is_plain() const;  // both shapes are the same, in the same order

  // The layout after the file transposes: logical dimension i is what perm[i] was.
  Layout permuted(std::span<const std::int64_t> perm) const;
  // The layout after the file reshapes to `dims` (the same element count); nothing where a cut falls inside a factor that
  // does not divide, which takes the file's own order in memory first.
  std::optional<Layout> reshaped(const Shape& dims) const;
  // The same, with physical dimensions cut anew; keeps the order of elements.
  Layout with_physical(std::vector<Factors> groups) const;

  // The same value with every factor cut so that both layouts have the same factors in each logical dimension of the same
  // size; false where they do not fit.
  static bool refine(Layout& a, Layout& b);
};

Factors flat(std::span<const Factors> groups);

// How elements move from one order of factors to another: reshape to `from`, transpose by `perm`.
struct Move {
  Shape from;
  std::vector<std::int64_t> perm;
};
// Nothing where the order is the same already.
std::optional<Move> move_between(const Layout& layout, const Factors& from, const Factors& to);

}  // namespace thimble::onnx
