// Images of another size.
#include <cmath>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"
#include "core/formats/onnx/window.h"

namespace thimble::onnx {
namespace {

struct Scale {
  double scale = 1;
  std::int64_t size = 0;
};

// What each dimension of the file grows to.
Result<std::vector<Scale>> target_of(const OpContext& op, const Shape& dims) {
  std::vector<Scale> out;
  for (const std::int64_t dim : dims) out.push_back({1, dim});
  std::vector<double> scales;
  Ints sizes;
  // Upsample: scales are input 1 (9) or an attribute (7); Resize: input 1 (10), then input 2 with sizes as input 3 (11).
  const std::size_t scale_input = op.op_type() == "Resize" && op.opset() >= 11 ? 2 : 1;
  THIMBLE_TRY(scales, op.attributes().reals("scales"));
  if (op.has(scale_input)) {
    THIMBLE_TRY(const Tensor* tensor, op.constant(scale_input, "scales"));
    if (tensor->count() > 32) return bad_data("scales of shape " + shape_text(tensor->dims));
    scales = tensor->reals();
  }
  if (op.has(3)) {
    THIMBLE_TRY(sizes, op.integers(3, "sizes"));
  }
  THIMBLE_TRY(Ints axes, op.attributes().integers("axes"));
  const std::size_t count = sizes.empty() ? scales.size() : sizes.size();
  if (axes.empty()) {
    for (std::size_t i = 0; i < dims.size(); ++i) axes.push_back(static_cast<std::int64_t>(i));
  }
  if (count != axes.size()) return bad_data(format("%zu scales or sizes, expected %zu", count, axes.size()));
  THIMBLE_TRY(const std::string policy, op.attributes().text("keep_aspect_ratio_policy", "stretch"));
  if (policy != "stretch") return unsupported("Resize that keeps the aspect ratio", "give the output's size");
  for (std::size_t i = 0; i < count; ++i) {
    THIMBLE_TRY(const std::int64_t axis, resolve_axis(axes[i], dims.size()));
    Scale& target = out[static_cast<std::size_t>(axis)];
    const auto in = static_cast<double>(dims[static_cast<std::size_t>(axis)]);
    if (sizes.empty()) {
      if (!(scales[i] > 0) || scales[i] * in >= 1 << 20) return bad_data("a scale of " + number_text(scales[i]));
      target = {scales[i], static_cast<std::int64_t>(std::floor(in * scales[i]))};
    } else {
      target = {static_cast<double>(sizes[i]) / in, sizes[i]};
    }
    if (target.size < 1 || target.size >= 1 << 20) return bad_data("an output of " + std::to_string(target.size));
  }
  return out;
}

Result<AttrSet> coordinates_of(const OpContext& op, const Shape& dims, const std::vector<Scale>& target) {
  const std::string_view fallback = op.op_type() == "Upsample" || op.opset() < 11 ? "asymmetric" : "half_pixel";
  THIMBLE_TRY(const std::string mode, op.attributes().text("coordinate_transformation_mode", fallback));
  std::int64_t corners = 0, half = 0;
  if (mode == "align_corners") {
    corners = 1;
    for (std::size_t i = 2; i < target.size(); ++i) {
      if (std::fabs(target[i].scale * static_cast<double>(dims[i]) - static_cast<double>(target[i].size)) > 1e-3)
        return unsupported("Resize with align_corners to a size that is not whole", "give the output's size");
    }
  } else if (mode == "half_pixel") {
    half = 1;
  } else if (mode == "pytorch_half_pixel") {
    half = 1;
    for (std::size_t i = 2; i < target.size(); ++i) {
      if (target[i].size == 1) return unsupported("Resize to one pixel in pytorch_half_pixel mode", "use half_pixel");
    }
  } else if (mode != "asymmetric") {
    return unsupported("Resize in coordinates of '" + printable(mode) + "'",
                       "half_pixel, asymmetric, align_corners and pytorch_half_pixel are taken");
  }
  return AttrSet{{"align_corners", corners}, {"half_pixel_centers", half}};
}

}  // namespace

Result<void> import_resize(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 4));
  const Shape dims = op.dims(0);
  if (dims.size() != 3 && dims.size() != 4) return unsupported("Resize of shape " + shape_text(dims), "images and series are taken");
  THIMBLE_TRY(const std::vector<Scale> target, target_of(op, dims));
  if (target[0].size != dims[0] || target[1].size != dims[1])
    return unsupported("Resize of batch or channels", "resize height and width only");
  THIMBLE_TRY(const std::string mode, op.attributes().text("mode", "nearest"));
  THIMBLE_TRY(const std::int64_t antialias, op.attributes().integer("antialias", 0, 0, 1));
  if (mode != "nearest" && mode != "linear" && mode != "bilinear")
    return unsupported("Resize by '" + printable(mode) + "'", "nearest and linear are taken");
  if (antialias == 1) return unsupported("Resize with antialiasing", "resize without, or before the network");
  THIMBLE_TRY(AttrSet attrs, coordinates_of(op, dims, target));
  const Scale rows = dims.size() == 4 ? target[2] : Scale{1, 1}, columns = target.back();
  attrs.insert(attrs.end(), {{"out_h", rows.size}, {"out_w", columns.size}, {"scale_h", rows.scale}, {"scale_w", columns.scale}});
  OpKind kind = OpKind::resize_bilinear;
  if (mode == "nearest") {
    kind = OpKind::resize_nearest;
    const std::string_view fallback = op.op_type() == "Upsample" || op.opset() < 11 ? "floor" : "round_prefer_floor";
    THIMBLE_TRY(const std::string rounding, op.attributes().text("nearest_mode", fallback));
    if (rounding != "floor" && rounding != "ceil" && rounding != "round_prefer_floor" && rounding != "round_prefer_ceil")
      return bad_data("nearest_mode is '" + printable(rounding) + "'");
    attrs.push_back({"rounding", rounding});
  }
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand in, op.spatial(x));
  THIMBLE_TRY(const ValueId out, op.emit(kind, std::span(&in.value, 1), std::move(attrs)));
  Shape out_dims = dims;
  for (std::size_t i = 2; i < dims.size(); ++i) out_dims[i] = target[i].size;
  return op.set_output(0, {out, nullptr, spatial_layout(out_dims)});
}

Result<void> import_depth_space(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  const Shape dims = op.dims(0);
  if (dims.size() != 4) return bad_data("an input of shape " + shape_text(dims) + ", expected [N, C, H, W]");
  THIMBLE_TRY(const std::int64_t block, op.attributes().integer("blocksize", 0, 1, 1 << 12));
  if (block < 1) return bad_data("attribute 'blocksize' is missing");
  AttrSet attrs = {{"block", block}};
  THIMBLE_TRY(const std::string mode, op.attributes().text("mode", "DCR"));
  if (mode != "DCR" && mode != "CRD") return bad_data("mode is '" + printable(mode) + "', expected DCR or CRD");
  if (kind == OpKind::depth_to_space) attrs.push_back({"mode", std::string(mode == "DCR" ? "dcr" : "crd")});
  if (kind == OpKind::space_to_depth && mode == "CRD")
    return unsupported("SpaceToDepth in CRD order (op set 28)", "write it as Reshape, Transpose and Reshape");
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand in, op.spatial(x));
  THIMBLE_TRY(const ValueId out, op.emit(kind, std::span(&in.value, 1), std::move(attrs)));
  const Shape shape = op.value_shape(out);
  return op.set_output(0, {out, nullptr, spatial_layout({shape[0], shape[3], shape[1], shape[2]})});
}

}  // namespace thimble::onnx
