// Operators that move elements. Reshape, Flatten, Squeeze, Unsqueeze and Transpose change how a value is read (layout.h) and
// become no node; what selects elements becomes slice, concatenation, pad or gather.
#include <algorithm>
#include <numeric>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"

namespace thimble::onnx {
namespace {

constexpr std::size_t kMaxParts = 64;         // inputs of one concatenation
constexpr std::size_t kMaxPlaces = 1u << 20;  // indices of one gather

Result<void> reshape_to(OpContext& op, const Shape& dims) {
  if (!count_of(dims) || dims.size() > 32) return bad_data("shape " + shape_text(dims));
  THIMBLE_TRY(Operand in, op.operand(0));
  if (std::optional<Layout> layout = in.layout.reshaped(dims)) {
    in.layout = std::move(*layout);
    return op.set_output(0, in);
  }
  // A cut inside a dimension that lies scattered: first in the file's own order.
  THIMBLE_TRY(in, op.plain(in));
  const Shape target = dims;
  THIMBLE_TRY(const ValueId out, op.emit(OpKind::reshape, std::span(&in.value, 1), {{"shape", std::vector<std::int64_t>(target)}}));
  return op.set_output(0, {out, nullptr, Layout::plain(dims)});
}

// The result of an operator that keeps the order of dimensions.
Operand ordered_result(ValueId value, const Shape& dims, const Ints& order) {
  Layout layout = Layout::plain(dims);
  layout.physical.clear();
  for (const std::int64_t dim : order) layout.physical.push_back(layout.logical[static_cast<std::size_t>(dim)]);
  return {value, nullptr, std::move(layout)};
}

Result<Operand> sliced(OpContext& op, const OpContext::Ordered& in, const Shape& dims, const std::vector<Range>& ranges) {
  Ints begin, size, stride;
  Shape out(dims.size());
  for (std::size_t i = 0; i < dims.size(); ++i) out[i] = ranges[i].count;
  for (const std::int64_t dim : in.order) {
    const Range& range = ranges[static_cast<std::size_t>(dim)];
    begin.push_back(range.begin);
    size.push_back(range.count);
    stride.push_back(range.step);
  }
  if (out == dims && std::all_of(ranges.begin(), ranges.end(), [](const Range& range) { return range.step == 1; })) return in.operand;
  THIMBLE_TRY(const ValueId value,
              op.emit(OpKind::slice, std::span(&in.operand.value, 1), {{"begin", begin}, {"size", size}, {"stride", stride}}));
  return ordered_result(value, out, in.order);
}

// Elements along one dimension, at constant places.
Result<Operand> gathered(OpContext& op, const Operand& in, std::int64_t axis, const Ints& places) {
  if (places.size() > kMaxPlaces)
    return out_of_budget(format("a dimension of %zu elements, gathered one by one", places.size()), "is this the right file?");
  THIMBLE_TRY(const OpContext::Ordered ordered, op.dimwise(in));
  Shape dims = in.layout.logical_shape();
  std::vector<std::int32_t> indices(places.begin(), places.end());
  const Tensor tensor{Elem::s32, {static_cast<std::int64_t>(places.size())}, Blob::of(indices), {}};
  THIMBLE_TRY(const ValueId index_value, op.index_constant(tensor));
  const ValueId inputs[] = {ordered.operand.value, index_value};
  THIMBLE_TRY(const ValueId value, op.emit(OpKind::gather, inputs, {{"axis", ordered.physical(axis)}}));
  dims[static_cast<std::size_t>(axis)] = static_cast<std::int64_t>(places.size());
  return ordered_result(value, dims, ordered.order);
}

Result<Shape> squeezed_dims(const OpContext& op) {
  const Shape dims = op.dims(0);
  THIMBLE_TRY(Ints axes, op.integers_or_attribute(1, "axes"));
  THIMBLE_TRY(axes, resolve_axes(std::move(axes), dims.size()));
  Shape out;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    const bool named = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
    if (named && dims[i] != 1) return bad_data(format("dimension %zu of ", i) + shape_text(dims) + " is not 1");
    if (!named && !(axes.empty() && dims[i] == 1)) out.push_back(dims[i]);
  }
  return out;
}

}  // namespace

Result<void> import_reshape(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  THIMBLE_TRY(const Ints target, op.integers_or_attribute(1, "shape"));
  THIMBLE_TRY(const std::int64_t allow_zero, op.attributes().integer("allowzero", 0, 0, 1));
  THIMBLE_TRY(const Shape dims, resolve_reshape(op.dims(0), target, allow_zero == 1));
  return reshape_to(op, dims);
}

Result<void> import_flatten(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  const Shape dims = op.dims(0);
  const auto rank = static_cast<std::int64_t>(dims.size());
  // What is not there is 1, and a scalar has no axis 1.
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", std::min<std::int64_t>(1, rank), -rank, rank));
  axis = axis < 0 ? axis + rank : axis;
  const Shape front(dims.begin(), dims.begin() + axis), back(dims.begin() + axis, dims.end());
  return reshape_to(op, {count_of(front).value_or(0), count_of(back).value_or(0)});
}

Result<void> import_squeeze(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  THIMBLE_TRY(const Shape dims, squeezed_dims(op));
  return reshape_to(op, dims);
}

Result<void> import_unsqueeze(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  THIMBLE_TRY(Ints axes, op.integers_or_attribute(1, "axes"));
  if (axes.size() > 8) return bad_data("more than eight axes");
  Shape dims = op.dims(0);
  THIMBLE_TRY(axes, resolve_axes(axes, dims.size() + axes.size()));
  for (const std::int64_t axis : axes) dims.insert(dims.begin() + axis, 1);
  return reshape_to(op, dims);
}

Result<void> import_transpose(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  Ints perm(op.rank(0));
  std::iota(perm.rbegin(), perm.rend(), 0);
  THIMBLE_TRY(perm, op.attributes().integers("perm", perm));
  THIMBLE_TRY(const Ints sorted, resolve_axes(perm, op.rank(0)));
  if (sorted.size() != op.rank(0)) return bad_data("perm is no permutation of the dimensions");
  for (std::int64_t& axis : perm) axis = axis < 0 ? axis + static_cast<std::int64_t>(perm.size()) : axis;
  THIMBLE_TRY(Operand in, op.operand(0));
  in.layout = in.layout.permuted(perm);
  return op.set_output(0, in);
}

Result<void> import_concat(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(op.input_count() == 0 ? 1 : op.input_count(), 1024));
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", 1));
  THIMBLE_TRY(axis, resolve_axis(axis, op.rank(0)));
  std::vector<Operand> parts;
  std::optional<Ints> order;
  Shape dims = op.dims(0);
  dims[static_cast<std::size_t>(axis)] = 0;
  for (std::size_t i = 0; i < op.input_count(); ++i) {
    Shape part = op.dims(i);
    if (part.size() != dims.size()) return bad_data("inputs of different ranks");
    dims[static_cast<std::size_t>(axis)] += part[static_cast<std::size_t>(axis)];
    part[static_cast<std::size_t>(axis)] = dims[static_cast<std::size_t>(axis)];
    if (part != dims) return bad_data("inputs of shapes that do not fit");
    if (op.is_constant(i) && op.dims(i)[static_cast<std::size_t>(axis)] == 0) continue;
    THIMBLE_TRY(Operand operand, op.operand(i));
    if (!operand.constant && !order) {
      THIMBLE_TRY(const OpContext::Ordered ordered, op.dimwise(operand));
      order = ordered.order;
    }
    parts.push_back(std::move(operand));
  }
  if (!order) return unsupported("Concat of constants of this type");
  std::vector<ValueId> values;
  for (const Operand& part : parts) {
    THIMBLE_TRY(const Operand moved, op.in_order(part, *order));
    THIMBLE_TRY(const ValueId value, op.matched(moved.value));
    values.push_back(value);
  }
  const std::int64_t physical = std::find(order->begin(), order->end(), axis) - order->begin();
  while (values.size() > 1) {
    std::vector<ValueId> joined;
    for (std::size_t i = 0; i < values.size(); i += kMaxParts) {
      const std::span<const ValueId> some = std::span(values).subspan(i, std::min(kMaxParts, values.size() - i));
      if (some.size() == 1) {
        joined.push_back(some[0]);
        continue;
      }
      THIMBLE_TRY(const ValueId value, op.emit(kind, some, {{"axis", physical}}));
      joined.push_back(value);
    }
    values = std::move(joined);
  }
  return op.set_output(0, ordered_result(values[0], dims, *order));
}

Result<void> import_slice(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 5));
  THIMBLE_TRY(const Ints starts, op.integers_or_attribute(1, "starts"));
  THIMBLE_TRY(const Ints ends, op.integers_or_attribute(2, "ends"));
  THIMBLE_TRY(const Ints axes, op.integers_or_attribute(3, "axes"));
  THIMBLE_TRY(const Ints steps, op.integers_or_attribute(4, "steps"));
  const Shape dims = op.dims(0);
  THIMBLE_TRY(const std::vector<Range> ranges, resolve_slice(dims, starts, ends, axes, steps));
  THIMBLE_TRY(const Operand in, op.operand(0));
  THIMBLE_TRY(const OpContext::Ordered ordered, op.dimwise(in));
  THIMBLE_TRY(const Operand out, sliced(op, ordered, dims, ranges));
  return op.set_output(0, out);
}

Result<void> import_split(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 2));
  const Shape dims = op.dims(0);
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, dims.size()));
  THIMBLE_TRY(Ints sizes, op.integers_or_attribute(1, "split"));
  const std::int64_t dim = dims[static_cast<std::size_t>(axis)];
  const auto parts = static_cast<std::int64_t>(op.output_count());
  if (sizes.empty()) {
    const std::int64_t size = (dim + parts - 1) / std::max<std::int64_t>(parts, 1);
    for (std::int64_t i = 0; i < parts; ++i) sizes.push_back(std::clamp<std::int64_t>(dim - i * size, 0, size));
  }
  if (static_cast<std::int64_t>(sizes.size()) != parts)
    return bad_data(format("%zu sizes for %zu outputs", sizes.size(), op.output_count()));
  THIMBLE_TRY(const Operand in, op.operand(0));
  THIMBLE_TRY(const OpContext::Ordered ordered, op.dimwise(in));
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < 0 || sizes[i] > dim - begin) return bad_data("the sizes of the parts do not add up to " + std::to_string(dim));
    std::vector<Range> ranges;
    for (const std::int64_t whole : dims) ranges.push_back({0, whole, 1});
    ranges[static_cast<std::size_t>(axis)] = {begin, sizes[i], 1};
    begin += sizes[i];
    if (!op.has_output(i)) continue;
    THIMBLE_TRY(const Operand part, sliced(op, ordered, dims, ranges));
    THIMBLE_TRY_VOID(op.set_output(i, part));
  }
  return {};
}

namespace {

// Where the element at `i` comes from when a border of `before` elements repeats what is inside.
std::int64_t border_source(std::int64_t i, std::int64_t before, std::int64_t dim, std::string_view mode) {
  std::int64_t at = i - before;
  if (mode == "edge") return std::clamp<std::int64_t>(at, 0, dim - 1);
  if (mode == "wrap") return ((at % dim) + dim) % dim;
  const std::int64_t period = std::max<std::int64_t>(2 * (dim - 1), 1);
  at = ((at % period) + period) % period;
  return at < dim ? at : period - at;
}

}  // namespace

Result<void> import_pad(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 4));
  const Shape dims = op.dims(0);
  const std::size_t rank = dims.size();
  THIMBLE_TRY(const std::string mode, op.attributes().text("mode", "constant"));
  THIMBLE_TRY(Ints pads, op.integers_or_attribute(1, op.attributes().has("paddings") ? "paddings" : "pads"));
  THIMBLE_TRY(double value, op.attributes().real("value", 0));
  if (op.has(2)) {
    THIMBLE_TRY(value, op.real(2, "value"));
  }
  if (op.has(3)) {
    THIMBLE_TRY(const Ints axes, op.integers(3, "axes"));
    if (pads.size() != 2 * axes.size()) return bad_data("two pads an axis are expected");
    Ints all(2 * rank, 0);
    for (std::size_t i = 0; i < axes.size(); ++i) {
      THIMBLE_TRY(const std::int64_t axis, resolve_axis(axes[i], rank));
      all[static_cast<std::size_t>(axis)] = pads[i];
      all[static_cast<std::size_t>(axis) + rank] = pads[i + axes.size()];
    }
    pads = std::move(all);
  }
  if (pads.size() != 2 * rank) return bad_data(format("%zu pads, expected two a dimension of ", pads.size()) + shape_text(dims));
  for (const std::int64_t pad : pads) {
    if (pad < -kMaxElements || pad > (1 << 20)) return bad_data("a pad of " + std::to_string(pad));
  }
  if (mode != "constant" && mode != "edge" && mode != "reflect" && mode != "wrap")
    return unsupported("Pad of mode '" + printable(mode) + "'", "constant, edge, reflect and wrap are taken");
  THIMBLE_TRY(Operand in, op.operand(0));
  // Negative pads cut off.
  std::vector<Range> ranges;
  for (std::size_t i = 0; i < rank; ++i) {
    const std::int64_t before = std::max<std::int64_t>(-pads[i], 0), after = std::max<std::int64_t>(-pads[i + rank], 0);
    ranges.push_back({before, dims[i] - before - after, 1});
    if (ranges[i].count < 1) return bad_data("the pads leave nothing of " + shape_text(dims));
  }
  THIMBLE_TRY(OpContext::Ordered ordered, op.dimwise(in));
  THIMBLE_TRY(in, sliced(op, ordered, dims, ranges));
  Shape out = in.layout.logical_shape();
  if (mode != "constant") {
    for (std::size_t i = 0; i < rank; ++i) {
      const std::int64_t before = std::max<std::int64_t>(pads[i], 0), after = std::max<std::int64_t>(pads[i + rank], 0);
      if (before + after == 0) continue;
      Ints places;
      for (std::int64_t at = 0; at < before + out[i] + after; ++at) places.push_back(border_source(at, before, out[i], mode));
      THIMBLE_TRY(in, gathered(op, in, static_cast<std::int64_t>(i), places));
    }
    return op.set_output(0, in);
  }
  Ints border;
  for (const std::int64_t dim : ordered.order) {
    const auto i = static_cast<std::size_t>(dim);
    border.push_back(std::max<std::int64_t>(pads[i], 0));
    border.push_back(std::max<std::int64_t>(pads[i + rank], 0));
  }
  for (std::size_t i = 0; i < rank; ++i) out[i] += std::max<std::int64_t>(pads[i], 0) + std::max<std::int64_t>(pads[i + rank], 0);
  if (std::all_of(border.begin(), border.end(), [](std::int64_t pad) { return pad == 0; })) return op.set_output(0, in);
  THIMBLE_TRY(const ValueId padded, op.emit(kind, std::span(&in.value, 1), {{"pads", border}, {"value", value}}));
  return op.set_output(0, ordered_result(padded, out, ordered.order));
}

Result<void> import_gather(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  const Shape dims = op.dims(0);
  THIMBLE_TRY(std::int64_t axis, op.attributes().integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, dims.size()));
  THIMBLE_TRY(const Tensor* indices, op.constant(1, "indices"));
  if (indices->count() > static_cast<std::int64_t>(kMaxPlaces) || indices->count() < 1)
    return unsupported("indices of shape " + shape_text(indices->dims));
  Ints places = indices->integers();
  const std::int64_t dim = dims[static_cast<std::size_t>(axis)];
  for (std::int64_t& place : places) {
    if (place < -dim || place >= dim) return bad_data("index " + std::to_string(place) + " of a dimension of " + std::to_string(dim));
    place = place < 0 ? place + dim : place;
  }
  THIMBLE_TRY(const Operand in, op.operand(0));
  Operand out;
  if (places.size() == 1) {
    THIMBLE_TRY(const OpContext::Ordered ordered, op.dimwise(in));
    std::vector<Range> ranges;
    for (const std::int64_t whole : dims) ranges.push_back({0, whole, 1});
    ranges[static_cast<std::size_t>(axis)] = {places[0], 1, 1};
    THIMBLE_TRY(out, sliced(op, ordered, dims, ranges));
  } else {
    THIMBLE_TRY(out, gathered(op, in, axis, places));
  }
  // The indices' own shape takes the place of the dimension.
  Shape wanted(dims.begin(), dims.begin() + axis);
  wanted.insert(wanted.end(), indices->dims.begin(), indices->dims.end());
  wanted.insert(wanted.end(), dims.begin() + axis + 1, dims.end());
  const std::optional<Layout> layout = out.layout.reshaped(wanted);
  if (!layout) return unsupported("indices of shape " + shape_text(indices->dims));
  out.layout = *layout;
  return op.set_output(0, out);
}

Result<void> import_expand(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  THIMBLE_TRY(const Ints target, op.integers(1, "shape"));
  THIMBLE_TRY(const Shape dims, broadcast_dims(op.dims(0), target));
  if (!count_of(dims)) return out_of_budget("a result of shape " + shape_text(dims));
  THIMBLE_TRY(Operand in, op.operand(0));
  while (in.layout.logical.size() < dims.size()) in.layout.logical.insert(in.layout.logical.begin(), Factors{});
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (in.layout.logical_shape()[i] == dims[i]) continue;
    THIMBLE_TRY(in, gathered(op, in, static_cast<std::int64_t>(i),
                             Ints(static_cast<std::size_t>(std::min<std::int64_t>(dims[i], kMaxPlaces + 1)), 0)));
  }
  return op.set_output(0, in);
}

Result<void> import_tile(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  THIMBLE_TRY(const Ints repeats, op.integers(1, "repeats"));
  const Shape dims = op.dims(0);
  if (repeats.size() != dims.size()) return bad_data("as many repeats as dimensions are expected");
  THIMBLE_TRY(Operand in, op.operand(0));
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (repeats[i] == 1) continue;
    const std::optional<std::int64_t> count = count_of({dims[i], repeats[i]});
    if (!count || *count < 1 || *count > static_cast<std::int64_t>(kMaxPlaces))
      return out_of_budget("repeated " + std::to_string(repeats[i]) + " times");
    Ints places;
    for (std::int64_t at = 0; at < *count; ++at) places.push_back(at % dims[i]);
    THIMBLE_TRY(in, gathered(op, in, static_cast<std::int64_t>(i), places));
  }
  return op.set_output(0, in);
}

}  // namespace thimble::onnx
