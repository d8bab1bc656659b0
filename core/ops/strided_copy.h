// What slice and transpose share: a dense output gathered from the input with any strides.
#pragma once

#include "core/ops/shared.h"

namespace thimble {

// Elements between neighbours along each dimension of a dense tensor.
std::vector<std::int64_t> dense_strides(const Shape& shape);

// `strides` and `offset` in elements of the input; strides one an output dimension. Up to five dimensions that matter.
Result<std::vector<KernelCall>> strided_copy(const NodeView& node, const std::vector<std::int64_t>& strides, std::int64_t offset);

// The same for an output that is seen as `sizes`.
Result<std::vector<KernelCall>> strided_copy_as(const NodeView& node, const Shape& sizes, const std::vector<std::int64_t>& strides,
                                                std::int64_t offset);

}  // namespace thimble
