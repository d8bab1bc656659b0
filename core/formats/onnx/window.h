// The windows of convolutions and pools: strides, dilations and padding of one or two dimensions, as rows and columns. A
// network on series has one row.
#pragma once

#include <array>

#include "core/formats/onnx/importer.h"

namespace thimble::onnx {

struct WindowAxis {
  std::int64_t in = 1, filter = 1, stride = 1, dilation = 1, before = 0, after = 0;
  std::int64_t reach() const { return (filter - 1) * dilation + 1; }
};

struct WindowSpec {
  WindowAxis rows, columns;
  std::size_t dims = 2;  // of the file: 1 or 2
};

// `filter` from the weights, or empty to take `kernel_shape`. Resolves auto_pad; for ConvTranspose pads are read as they stand.
Result<WindowSpec> window_spec(const OpContext& op, const Shape& in_dims, const Shape& filter, bool transposed);

AttrSet stride_and_pads(const WindowSpec& spec);

// Channels-last layout of a result with the file's dimensions [N, C, W] or [N, C, H, W].
Layout spatial_layout(const Shape& dims);

}  // namespace thimble::onnx
