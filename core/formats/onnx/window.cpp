#include "core/formats/onnx/window.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"

namespace thimble::onnx {
namespace {

constexpr std::int64_t kMaxWindow = 1 << 20;

Result<Ints> window_list(const OpContext& op, std::string_view name, std::size_t count, std::int64_t fallback, std::int64_t low) {
  THIMBLE_TRY(const Ints list, op.attributes().integers(name, Ints(count, fallback)));
  if (list.size() != count)
    return bad_data("attribute '" + std::string(name) + "' has " + counted(std::ssize(list), "number") + format(", expected %zu", count));
  for (const std::int64_t item : list) {
    if (item < low || item > kMaxWindow) return bad_data("attribute '" + std::string(name) + "' holds " + std::to_string(item));
  }
  return list;
}

// SAME: as many outputs as strides fit; the larger half of the border is behind (upper) or before (lower).
void pad_same(WindowAxis& axis, bool upper) {
  const std::int64_t out = (axis.in + axis.stride - 1) / axis.stride;
  const std::int64_t total = std::max<std::int64_t>((out - 1) * axis.stride + axis.reach() - axis.in, 0);
  axis.before = upper ? total / 2 : total - total / 2;
  axis.after = total - axis.before;
}

}  // namespace

Result<WindowSpec> window_spec(const OpContext& op, const Shape& in_dims, const Shape& filter, bool transposed) {
  if (in_dims.size() == 5)
    return unsupported("three spatial dimensions (shape " + shape_text(in_dims) + ")", "networks on volumes are not taken");
  if (in_dims.size() != 3 && in_dims.size() != 4)
    return bad_data("an input of shape " + shape_text(in_dims) + ", expected [N, C, W] or [N, C, H, W]");
  const std::size_t dims = in_dims.size() - 2;
  Ints kernel = filter;
  if (kernel.empty()) {
    if (!op.attributes().has("kernel_shape")) return bad_data("attribute 'kernel_shape' is missing");
    THIMBLE_TRY(kernel, window_list(op, "kernel_shape", dims, 1, 1));
  }
  if (kernel.size() != dims) return bad_data("weights of another number of dimensions than the input");
  THIMBLE_TRY(const Ints strides, window_list(op, "strides", dims, 1, 1));
  THIMBLE_TRY(const Ints dilations, window_list(op, "dilations", dims, 1, 1));
  THIMBLE_TRY(const Ints pads, window_list(op, "pads", 2 * dims, 0, 0));
  THIMBLE_TRY(const std::string auto_pad, op.attributes().text("auto_pad", "NOTSET"));
  if (auto_pad != "NOTSET" && auto_pad != "VALID" && auto_pad != "SAME_UPPER" && auto_pad != "SAME_LOWER")
    return bad_data("attribute 'auto_pad' is '" + printable(auto_pad) + "', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
  WindowSpec spec;
  spec.dims = dims;
  for (std::size_t i = 0; i < dims; ++i) {
    WindowAxis& axis = dims == 2 && i == 0 ? spec.rows : spec.columns;
    axis = {in_dims[2 + i], kernel[i], strides[i], dilations[i], pads[i], pads[i + dims]};
    if (axis.filter < 1 || axis.filter > kMaxWindow) return bad_data("a filter of " + std::to_string(axis.filter));
    if (auto_pad == "VALID") axis.before = axis.after = 0;
    if (auto_pad.starts_with("SAME") && !transposed) pad_same(axis, auto_pad == "SAME_UPPER");
  }
  return spec;
}

AttrSet stride_and_pads(const WindowSpec& spec) {
  return {{"stride_h", spec.rows.stride},    {"stride_w", spec.columns.stride}, {"pad_top", spec.rows.before},
          {"pad_left", spec.columns.before}, {"pad_bottom", spec.rows.after},   {"pad_right", spec.columns.after}};
}

Layout spatial_layout(const Shape& dims) {
  Layout layout = Layout::plain(dims);
  const std::vector<Factors> l = layout.logical;
  layout.physical = dims.size() == 4 ? std::vector<Factors>{l[0], l[2], l[3], l[1]} : std::vector<Factors>{l[0], {}, l[2], l[1]};
  return layout;
}

}  // namespace thimble::onnx
