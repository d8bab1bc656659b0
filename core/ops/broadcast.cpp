#include "core/ops/broadcast.h"

#include "core/base/text.h"

namespace thimble {
namespace {

struct Dim {
  std::int64_t size;
  bool a_steps, b_steps;  // false: the operand has one element here and repeats it
};

std::vector<Dim> merged_dims(const NodeView& node) {
  const Shape& out = node.out_shape();
  const auto steps = [&](const Shape& shape, std::size_t i) {
    const std::size_t missing = out.size() - shape.size();
    return i >= missing && shape[i - missing] != 1;
  };
  std::vector<Dim> dims;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == 1) continue;
    const Dim dim{out[i], steps(node.in_shape(0), i), steps(node.in_shape(1), i)};
    if (!dims.empty() && dims.back().a_steps == dim.a_steps && dims.back().b_steps == dim.b_steps) {
      dims.back().size *= dim.size;
    } else {
      dims.push_back(dim);
    }
  }
  return dims;
}

}  // namespace

Result<Broadcast> broadcast_of(const NodeView& node) {
  const std::vector<Dim> dims = merged_dims(node);
  Broadcast out;
  if (dims.size() > out.size.size())
    return unsupported("broadcasting over " + format("%zu", dims.size()) + " dimensions that differ, at most 4 are");
  out.size.fill(1);
  std::int64_t a_stride = 1, b_stride = 1;
  for (std::size_t k = 0; k < dims.size(); ++k) {
    const Dim& dim = dims[dims.size() - 1 - k];
    const std::size_t slot = out.size.size() - 1 - k;
    out.size[slot] = int32_of(dim.size);
    out.a_stride[slot] = dim.a_steps ? int32_of(a_stride) : 0;
    out.b_stride[slot] = dim.b_steps ? int32_of(b_stride) : 0;
    if (dim.a_steps) a_stride *= dim.size;
    if (dim.b_steps) b_stride *= dim.size;
  }
  return out;
}

}  // namespace thimble
