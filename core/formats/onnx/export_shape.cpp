// How operators that move or reduce elements are written.
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/formats/onnx/export_map.h"

namespace thimble::onnx {
namespace {

using Ints = std::vector<std::int64_t>;

std::int64_t axis_in(std::int64_t axis, Order order) { return order == Order::first ? first_axis(axis) : axis; }

// One number a dimension, in the order of the file's dimensions.
Ints per_dimension(std::span<const std::int64_t> values, Order order) {
  Ints out(values.begin(), values.end());
  if (order == Order::first) {
    for (std::size_t d = 0; d < out.size(); ++d) out[static_cast<std::size_t>(first_axis(static_cast<std::int64_t>(d)))] = values[d];
  }
  return out;
}

// Moves the stored numbers where they mean the same behind it, else the reals.
template <class Write>
void move(NodeExport& node, Order order, const Write& write) {
  if (node.moves_numbers()) {
    node.finish_stored(write(node.stored(0, order)), order);
  } else {
    node.finish(write(node.real(0, order)), order);
  }
}

}  // namespace

Result<void> save_reduce(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const bool keep = view.integer("keep_dims") == 1;
  const auto given = view.integers("axes");
  Order order = node.natural_order();
  Ints rest;  // dimensions that stay, of which the order must not depend on where the channels are
  for (std::int64_t axis = 0; axis < static_cast<std::int64_t>(view.in_shape(0).size()); ++axis) {
    if (std::find(given.begin(), given.end(), axis) == given.end()) rest.push_back(axis_in(axis, order));
  }
  if (!keep && !std::is_sorted(rest.begin(), rest.end())) order = Order::plain;
  // Without axes ONNX reduces all of them, we none.
  if (given.empty()) {
    node.finish(node.real(0, order), order);
    return {};
  }
  Ints axes;
  for (const std::int64_t axis : given) axes.push_back(axis_in(axis, order));
  std::sort(axes.begin(), axes.end());
  const Order out_order = keep ? order : Order::plain;
  const std::string x = node.real(0, order);
  const bool operand = op_type == "ReduceSum" || node.opset() >= 18;
  if (operand) {
    node.finish(node.op(op_type, {x, node.integers(axes)}, {{"keepdims", std::int64_t{keep}}}), out_order);
  } else {
    node.finish(node.op(op_type, {x}, {{"axes", axes}, {"keepdims", std::int64_t{keep}}}), out_order);
  }
  return {};
}

namespace {

double size_ratio(const NodeView& view, std::size_t dim) {
  return static_cast<double>(view.out_shape()[dim]) / static_cast<double>(view.in_shape(0)[dim]);
}

// Other than the sizes say: of 3 pixels times 1.5, which are 4. A quotient such as 5 / 3 is no float, and would make 4 of 3 pixels.
bool scale_is_its_own(const NodeView& view, std::string_view name, std::size_t dim) {
  const double scale = view.real(name), ratio = size_ratio(view, dim);
  return scale > 0 && std::abs(scale - ratio) > 1e-6 * ratio;
}

// A float with which the file's sizes are the graph's: they are rounded down.
float scale_of(const NodeView& view, std::string_view name, std::size_t dim) {
  auto scale = static_cast<float>(scale_is_its_own(view, name, dim) ? view.real(name) : size_ratio(view, dim));
  const auto in = static_cast<float>(view.in_shape(0)[dim]), out = static_cast<float>(view.out_shape()[dim]);
  while (in * scale < out) scale = std::nextafter(scale, 2 * scale);
  return scale;
}

}  // namespace

Result<void> save_resize(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const bool nearest = view.graph().node(view.id()).kind == OpKind::resize_nearest;
  const bool corners = view.integer("align_corners") == 1, centers = view.integer("half_pixel_centers") == 1;
  AttrSet attrs{{"mode", std::string(nearest ? "nearest" : "linear")},
                {"coordinate_transformation_mode", std::string(corners   ? "align_corners"
                                                               : centers ? "half_pixel"
                                                                         : "asymmetric")}};
  if (nearest) {
    // TFLite's own ways: to the nearest with aligned corners or centres, down otherwise.
    const std::string_view rounding = view.text("rounding");
    const std::string_view own = corners || centers ? "round_prefer_ceil" : "floor";
    attrs.push_back({"nearest_mode", std::string(rounding == "by_mode" ? own : rounding)});
  }
  const std::string x = node.real(0, Order::first);
  std::vector<std::string> operands{x, "", ""};
  if (!corners && (scale_is_its_own(view, "scale_h", 1) || scale_is_its_own(view, "scale_w", 2))) {
    operands[2] = node.floats({4}, {1, 1, scale_of(view, "scale_h", 1), scale_of(view, "scale_w", 2)});
  } else {
    operands.push_back(node.integers(shape_in(view.out_shape(), Order::first)));
  }
  node.finish(node.op(op_type, std::move(operands), std::move(attrs)), Order::first);
  return {};
}

Result<void> save_blocks(NodeExport& node, std::string_view op_type) {
  AttrSet attrs{{"blocksize", node.node().integer("block")}};
  if (op_type == "DepthToSpace") attrs.push_back({"mode", std::string(node.node().text("mode") == "crd" ? "CRD" : "DCR")});
  node.finish(node.op(op_type, {node.real(0, Order::first)}, std::move(attrs)), Order::first);
  return {};
}

Result<void> save_gather(NodeExport& node, std::string_view op_type) {
  const bool list = node.node().in_shape(1).size() == 1;
  const Order order = list ? node.natural_order() : Order::plain;
  const std::int64_t axis = axis_in(node.node().integer("axis"), order);
  const std::string indices = node.stored(1, Order::plain);
  move(node, order, [&](const std::string& x) { return node.op(op_type, {x, indices}, {{"axis", axis}}); });
  return {};
}

Result<void> save_concatenation(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const Order order = node.natural_order();
  const std::int64_t axis = axis_in(view.integer("axis"), order);
  bool numbers = view.text("activation") == "none";
  for (std::size_t i = 0; i < view.input_count(); ++i) {
    numbers = numbers && !view.graph().constant(view.input(i)) && view.in_dtype(i) == view.out_dtype() &&
              view.graph().value(view.input(i)).quant == view.graph().value(view.output()).quant;
  }
  std::vector<std::string> operands;
  for (std::size_t i = 0; i < view.input_count(); ++i) operands.push_back(numbers ? node.stored(i, order) : node.real(i, order));
  const std::string joined = node.op(op_type, std::move(operands), {{"axis", axis}});
  if (numbers) {
    node.finish_stored(joined, order);
  } else {
    node.finish(joined, order, view.text("activation"));
  }
  return {};
}

Result<void> save_pad(NodeExport& node, std::string_view op_type) {
  const Order order = node.natural_order();
  const auto pads = node.node().integers("pads");
  Ints before, after;
  for (std::size_t d = 0; d < pads.size() / 2; ++d) {
    before.push_back(pads[2 * d]);
    after.push_back(pads[2 * d + 1]);
  }
  Ints all = per_dimension(before, order);
  const Ints behind = per_dimension(after, order);
  all.insert(all.end(), behind.begin(), behind.end());
  if (node.node().in_dtype(0) != DType::f32 && !node.node().graph().quant(node.node().input(0)))
    return unsupported("padding of integers that stand for themselves", "Write the network as .tflite.");
  const std::string x = node.real(0, order), widths = node.integers(all), value = node.number(node.node().real("value"));
  node.finish(node.op(op_type, {x, widths, value}), order);
  return {};
}

Result<void> save_slice(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const Order order = node.natural_order();
  const auto begin = view.integers("begin"), size = view.integers("size"), stride = view.integers("stride");
  Ints starts, ends, axes, steps;
  for (std::size_t d = 0; d < size.size(); ++d) {
    const std::int64_t step = size[d] > 1 ? stride[d] : 1;
    if (begin[d] == 0 && size[d] == view.in_shape(0)[d] && step == 1) continue;
    std::int64_t end = begin[d] + (size[d] == 0 ? 0 : (size[d] - 1) * step + (step > 0 ? 1 : -1));
    // One before index 0 would be read as the last index: this is beyond any.
    if (end < 0) end = INT32_MIN;
    starts.push_back(begin[d]);
    ends.push_back(end);
    axes.push_back(axis_in(static_cast<std::int64_t>(d), order));
    steps.push_back(step);
  }
  if (axes.empty()) {
    move(node, order, [](const std::string& x) { return x; });
    return {};
  }
  const std::vector<std::string> tables{node.integers(starts), node.integers(ends), node.integers(axes), node.integers(steps)};
  move(node, order, [&](const std::string& x) { return node.op(op_type, {x, tables[0], tables[1], tables[2], tables[3]}); });
  return {};
}

// From channels first the permutation is another one, and often none.
Result<void> save_transpose(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const Order order =
      view.in_shape(0).size() == 4 && node.made_in(0, Order::first) && !node.made_in(0, Order::plain) ? Order::first : Order::plain;
  Ints perm;
  for (const std::int64_t axis : view.integers("perm")) perm.push_back(axis_in(axis, order));
  const auto write = [&](const std::string& x) {
    return std::is_sorted(perm.begin(), perm.end()) ? x : node.op(op_type, {x}, {{"perm", perm}});
  };
  if (node.moves_numbers()) {
    node.finish_stored(write(node.stored(0, order)), Order::plain);
  } else {
    node.finish(write(node.real(0, order)), Order::plain);
  }
  return {};
}

Result<void> save_reshape(NodeExport& node, std::string_view op_type) {
  const NodeView& view = node.node();
  const Shape &in = view.in_shape(0), &out = view.out_shape();
  const bool first = in.size() == 4 && node.made_in(0, Order::first) && !node.made_in(0, Order::plain);
  // Where the channels stand does not matter if there is one of them, or one pixel.
  const bool alike = first && (in[3] == 1 || in[1] * in[2] == 1);
  const bool flatten = first && !alike && in[0] == 1 && out.size() == 2 && out[0] == 1 && node.moves_numbers() && node.only_dense_readers();
  const Order order = alike || flatten ? Order::first : Order::plain;
  const std::string shape = node.integers(out);
  if (flatten) {
    node.finish_stored(node.op(op_type, {node.stored(0, order), shape}), Order::flat);
    return {};
  }
  const auto write = [&](const std::string& x) { return node.op(op_type, {x, shape}); };
  if (node.moves_numbers()) {
    node.finish_stored(write(node.stored(0, order)), Order::plain);
  } else {
    node.finish(write(node.real(0, order)), Order::plain);
  }
  return {};
}

}  // namespace thimble::onnx
