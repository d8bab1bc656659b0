#include "core/ops/resize_shared.h"

#include "core/base/text.h"

namespace thimble {

Result<std::vector<Shape>> infer_resize_shape(const NodeView& node) {
  THIMBLE_TRY_VOID(expect_rank(node, 0, 4));
  const Shape& in = node.in_shape(0);
  if (in[1] < 1 || in[2] < 1) return bad_data("resizing an empty image " + shape_text(in));
  if (node.integer("out_h") < 1 || node.integer("out_w") < 1) return bad_data("out_h and out_w are missing, expected the new size");
  if (node.integer("align_corners") == 1 && node.integer("half_pixel_centers") == 1)
    return bad_data("align_corners and half_pixel_centers, expected at most one of them");
  for (const std::string_view name : {"scale_h", "scale_w"}) {
    const double scale = node.real(name);
    if (scale != 0 && !(scale >= 1e-6 && scale <= 1e6))
      return bad_data(std::string(name) + " is " + number_text(scale) + ", expected 1e-6 to 1e6, or 0 for what the sizes say");
  }
  return std::vector<Shape>{{in[0], node.integer("out_h"), node.integer("out_w"), in[3]}};
}

ResizeAxis resize_rows(const NodeView& node) {
  return {node.in_shape(0)[1], node.integer("out_h"), node.integer("align_corners") == 1, node.integer("half_pixel_centers") == 1,
          node.real("scale_h")};
}

ResizeAxis resize_columns(const NodeView& node) {
  return {node.in_shape(0)[2], node.integer("out_w"), node.integer("align_corners") == 1, node.integer("half_pixel_centers") == 1,
          node.real("scale_w")};
}

float resize_step(const ResizeAxis& axis) {
  const auto in = static_cast<float>(axis.in), out = static_cast<float>(axis.out);
  if (axis.align_corners && axis.out > 1) return (in - 1) / (out - 1);
  return axis.scale > 0 ? static_cast<float>(1.0 / axis.scale) : in / out;
}

}  // namespace thimble
