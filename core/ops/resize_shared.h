// What resize_nearest and resize_bilinear share: where in the input an output row or column lies.
//   coordinate  align_corners: (in - 1) / (out - 1) * i;  half_pixel_centers: (i + 0.5) / scale - 0.5;  neither: i / scale
//   scale       out / in, or what the node says: ONNX files may state one whose product with the size is not whole
#pragma once

#include "core/ops/shared.h"

namespace thimble {

inline constexpr AttrSpec kResizeOutH{.name = "out_h", .low = 1, .high = 1 << 20};
inline constexpr AttrSpec kResizeOutW{.name = "out_w", .low = 1, .high = 1 << 20};
inline constexpr AttrSpec kAlignCorners{.name = "align_corners", .low = 0, .high = 1};
inline constexpr AttrSpec kHalfPixelCenters{.name = "half_pixel_centers", .low = 0, .high = 1};
inline constexpr AttrSpec kScaleH{.name = "scale_h", .type = AttrType::real};  // 0: out_h / the input's height
inline constexpr AttrSpec kScaleW{.name = "scale_w", .type = AttrType::real};

Result<std::vector<Shape>> infer_resize_shape(const NodeView& node);

// One direction of a node: sizes, and the rule of its coordinates.
struct ResizeAxis {
  std::int64_t in, out;
  bool align_corners, half_pixel_centers;
  double scale;  // 0: out / in
};
ResizeAxis resize_rows(const NodeView& node);
ResizeAxis resize_columns(const NodeView& node);

// In the precision of the reference: the step between neighbours is a float.
float resize_step(const ResizeAxis& axis);

}  // namespace thimble
