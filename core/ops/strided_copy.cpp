#include "core/ops/strided_copy.h"

extern "C" {
#include "core/kernels/device/strided_copy_s8.h"
}

namespace thimble {
namespace {

constexpr std::size_t kDims = 5;

struct Dim {
  std::int64_t size, stride;
};

}  // namespace

std::vector<std::int64_t> dense_strides(const Shape& shape) {
  std::vector<std::int64_t> out(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) out[i - 1] = out[i] * shape[i];
  return out;
}

Result<std::vector<KernelCall>> strided_copy(const NodeView& node, const std::vector<std::int64_t>& strides, std::int64_t offset) {
  return strided_copy_as(node, node.out_shape(), strides, offset);
}

Result<std::vector<KernelCall>> strided_copy_as(const NodeView& node, const Shape& out, const std::vector<std::int64_t>& strides,
                                                std::int64_t offset) {
  std::vector<Dim> dims;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] == 1) continue;
    // Two dimensions that are walked as one are one.
    if (!dims.empty() && dims.back().stride == strides[i] * out[i]) {
      dims.back() = {dims.back().size * out[i], strides[i]};
    } else {
      dims.push_back({out[i], strides[i]});
    }
  }
  if (dims.size() > kDims) return unsupported("moving data over more than five dimensions");
  while (dims.size() < kDims) dims.insert(dims.begin(), {1, 0});
  const std::int64_t width = dtype_bytes(node.out_dtype());
  const auto stride = [&](std::size_t i) { return int32_of(dims[i].stride * width); };
  const thimble_strided_copy_s8_params params{.size_0 = int32_of(dims[0].size),
                                              .size_1 = int32_of(dims[1].size),
                                              .size_2 = int32_of(dims[2].size),
                                              .size_3 = int32_of(dims[3].size),
                                              .size_4 = int32_of(dims[4].size),
                                              .stride_0 = stride(0),
                                              .stride_1 = stride(1),
                                              .stride_2 = stride(2),
                                              .stride_3 = stride(3),
                                              .stride_4 = stride(4),
                                              .in_offset = int32_of(offset * width),
                                              .element_bytes = int32_of(width)};
  return std::vector<KernelCall>{unary_call(KernelId::strided_copy_s8, params_of(params))};
}

}  // namespace thimble
