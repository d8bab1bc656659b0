// Operators that move elements of constants.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/text.h"
#include "core/formats/onnx/fold_ops.h"

namespace thimble::onnx {
namespace {

bool fits(const Shape& dims) {
  const std::optional<std::int64_t> count = count_of(dims);
  return count && *count <= kMaxFoldElements;
}

Tensors one(Tensor tensor) {
  Tensors out;
  out.push_back(std::move(tensor));
  return out;
}

Tensor with_dims(const Tensor& tensor, Shape dims) {
  Tensor out = tensor;
  out.dims = std::move(dims);
  return out;
}

// The part of a tensor that `ranges` name, one a dimension.
Tensor sliced(const Tensor& in, const std::vector<Range>& ranges) {
  Tensor out{in.elem, {}, {}, {}};
  for (const Range& range : ranges) out.dims.push_back(range.count);
  std::vector<std::int64_t> index = broadcast_index(out.dims, out.dims);  // as long as the result
  std::vector<std::int64_t> stride(in.dims.size(), 1), at(in.dims.size(), 0);
  for (std::size_t i = in.dims.size(); i-- > 1;) stride[i - 1] = stride[i] * in.dims[i];
  for (std::int64_t& place : index) {
    place = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) place += (ranges[i].begin + at[i] * ranges[i].step) * stride[i];
    for (std::size_t i = ranges.size(); i-- > 0;) {
      if (++at[i] < ranges[i].count) break;
      at[i] = 0;
    }
  }
  out.bytes = gather_bytes(in.bytes, elem_bytes(in.elem), index);
  return out;
}

}  // namespace

Result<Tensors> fold_identity(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  return one(*in);
}

Result<Tensors> fold_reshape(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Ints target, ints_of(node, 1, "shape"));
  THIMBLE_TRY(const std::int64_t allow_zero, Attributes(node.proto).integer("allowzero", 0, 0, 1));
  THIMBLE_TRY(Shape dims, resolve_reshape(in->dims, target, allow_zero == 1));
  if (in->quant && in->quant->axis >= 0) return unsupported("a reshape of weights with a scale for each channel");
  return one(with_dims(*in, std::move(dims)));
}

Result<Tensors> fold_flatten(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  const auto rank = static_cast<std::int64_t>(in->dims.size());
  // What is not there is 1, and a scalar has no axis 1.
  THIMBLE_TRY(std::int64_t axis, Attributes(node.proto).integer("axis", std::min<std::int64_t>(1, rank), -rank, rank));
  axis = axis < 0 ? axis + rank : axis;
  const Shape front(in->dims.begin(), in->dims.begin() + axis), back(in->dims.begin() + axis, in->dims.end());
  return one(with_dims(*in, {count_of(front).value_or(0), count_of(back).value_or(0)}));
}

Result<Tensors> fold_squeeze(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(Ints axes, ints_of(node, 1, "axes"));
  THIMBLE_TRY(axes, resolve_axes(std::move(axes), in->dims.size()));
  Shape dims;
  for (std::size_t i = 0; i < in->dims.size(); ++i) {
    const bool named = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
    if (named && in->dims[i] != 1) return bad_data(format("dimension %zu of ", i) + shape_text(in->dims) + " is not 1");
    if (named || (axes.empty() && in->dims[i] == 1)) continue;
    dims.push_back(in->dims[i]);
  }
  return one(with_dims(*in, std::move(dims)));
}

Result<Tensors> fold_unsqueeze(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(Ints axes, ints_of(node, 1, "axes"));
  if (axes.size() > 8) return bad_data("more than eight axes");
  THIMBLE_TRY(axes, resolve_axes(axes, in->dims.size() + axes.size()));
  Shape dims = in->dims;
  for (const std::int64_t axis : axes) dims.insert(dims.begin() + axis, 1);
  return one(with_dims(*in, std::move(dims)));
}

Result<Tensors> fold_transpose(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  Ints perm(in->dims.size());
  std::iota(perm.rbegin(), perm.rend(), 0);
  THIMBLE_TRY(perm, Attributes(node.proto).integers("perm", perm));
  THIMBLE_TRY(const Ints sorted, resolve_axes(perm, in->dims.size()));
  if (sorted.size() != in->dims.size()) return bad_data("perm is no permutation of the dimensions");
  for (std::int64_t& axis : perm) axis = axis < 0 ? axis + static_cast<std::int64_t>(perm.size()) : axis;
  Tensor out = *in;
  for (std::size_t i = 0; i < perm.size(); ++i) out.dims[i] = in->dims[static_cast<std::size_t>(perm[i])];
  out.bytes = permute_bytes(in->bytes, elem_bytes(in->elem), in->dims, perm);
  if (out.quant && out.quant->axis >= 0)
    out.quant->axis = static_cast<std::int32_t>(std::find(perm.begin(), perm.end(), std::int64_t{out.quant->axis}) - perm.begin());
  return one(std::move(out));
}

Result<Tensors> fold_concat(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* first, operand(node, 0));
  THIMBLE_TRY(std::int64_t axis, Attributes(node.proto).integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, first->dims.size()));
  Tensor out{first->elem, first->dims, {}, {}};
  std::int64_t& joined = out.dims[static_cast<std::size_t>(axis)];
  joined = 0;
  std::int64_t outer = 1;
  for (std::int64_t i = 0; i < axis; ++i) outer *= out.dims[static_cast<std::size_t>(i)];
  for (std::size_t i = 0; i < node.inputs.size(); ++i) {
    THIMBLE_TRY(const Tensor* part, operand(node, i));
    Shape expected = out.dims;
    if (part->elem != out.elem || part->dims.size() != expected.size()) return bad_data("parts of different types or ranks");
    expected[static_cast<std::size_t>(axis)] = part->dims[static_cast<std::size_t>(axis)];
    if (part->dims != expected) return bad_data("parts of shapes that do not fit");
    joined += part->dims[static_cast<std::size_t>(axis)];
  }
  if (!fits(out.dims)) return too_large(out.dims);
  std::vector<std::byte> bytes;
  for (std::int64_t row = 0; row < outer; ++row) {
    for (const Tensor* part : node.inputs) {
      const std::size_t size = part->bytes.size() / static_cast<std::size_t>(outer);
      const auto piece = part->bytes.bytes().subspan(static_cast<std::size_t>(row) * size, size);
      bytes.insert(bytes.end(), piece.begin(), piece.end());
    }
  }
  out.bytes = Blob(std::move(bytes));
  return one(std::move(out));
}

Result<Tensors> fold_slice(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Ints starts, ints_of(node, 1, "starts"));
  THIMBLE_TRY(const Ints ends, ints_of(node, 2, "ends"));
  THIMBLE_TRY(const Ints axes, ints_of(node, 3, "axes"));
  THIMBLE_TRY(const Ints steps, ints_of(node, 4, "steps"));
  THIMBLE_TRY(const std::vector<Range> ranges, resolve_slice(in->dims, starts, ends, axes, steps));
  return one(sliced(*in, ranges));
}

Result<Tensors> fold_split(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(std::int64_t axis, Attributes(node.proto).integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, in->dims.size()));
  THIMBLE_TRY(Ints sizes, ints_of(node, 1, "split"));
  const std::int64_t dim = in->dims[static_cast<std::size_t>(axis)], parts = node.proto.output_size();
  if (sizes.empty()) {
    const std::int64_t size = (dim + parts - 1) / std::max<std::int64_t>(parts, 1);
    for (std::int64_t i = 0; i < parts; ++i) sizes.push_back(std::clamp<std::int64_t>(dim - i * size, 0, size));
  }
  Tensors out;
  std::int64_t begin = 0;
  for (const std::int64_t size : sizes) {
    if (size < 0 || size > dim - begin) return bad_data("the parts of a split do not add up");
    std::vector<Range> ranges;
    for (const std::int64_t whole : in->dims) ranges.push_back({0, whole, 1});
    ranges[static_cast<std::size_t>(axis)] = {begin, size, 1};
    out.push_back(sliced(*in, ranges));
    begin += size;
  }
  return out;
}

Result<Tensors> fold_gather(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Tensor* indices, operand(node, 1));
  THIMBLE_TRY(std::int64_t axis, Attributes(node.proto).integer("axis", 0));
  THIMBLE_TRY(axis, resolve_axis(axis, in->dims.size()));
  Shape dims(in->dims.begin(), in->dims.begin() + axis);
  dims.insert(dims.end(), indices->dims.begin(), indices->dims.end());
  dims.insert(dims.end(), in->dims.begin() + axis + 1, in->dims.end());
  if (!fits(dims)) return too_large(dims);
  const std::int64_t dim = in->dims[static_cast<std::size_t>(axis)];
  const std::int64_t outer = count_of(Shape(in->dims.begin(), in->dims.begin() + axis)).value_or(0);
  const std::int64_t inner = count_of(Shape(in->dims.begin() + axis + 1, in->dims.end())).value_or(0);
  std::vector<std::int64_t> index;
  const std::vector<std::int64_t> places = indices->integers();
  for (std::int64_t row = 0; row < outer; ++row) {
    for (std::int64_t place : places) {
      if (place < -dim || place >= dim) return bad_data("index " + std::to_string(place) + " of a dimension of " + std::to_string(dim));
      place = place < 0 ? place + dim : place;
      for (std::int64_t i = 0; i < inner; ++i) index.push_back((row * dim + place) * inner + i);
    }
  }
  return one({in->elem, std::move(dims), gather_bytes(in->bytes, elem_bytes(in->elem), index), {}});
}

Result<Tensors> fold_expand(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Ints target, ints_of(node, 1, "shape"));
  THIMBLE_TRY(Shape dims, broadcast_dims(in->dims, target));
  if (!fits(dims)) return too_large(dims);
  Blob bytes = gather_bytes(in->bytes, elem_bytes(in->elem), broadcast_index(in->dims, dims));
  return one({in->elem, std::move(dims), std::move(bytes), {}});
}

Result<Tensors> fold_tile(const FoldNode& node) {
  THIMBLE_TRY(const Tensor* in, operand(node, 0));
  THIMBLE_TRY(const Ints repeats, ints_of(node, 1, "repeats"));
  if (repeats.size() != in->dims.size()) return bad_data("as many repeats as dimensions are expected");
  // [2, 3] repeated [a, b] times is [a, 2, b, 3] broadcast from [1, 2, 1, 3].
  Shape from, to, dims;
  for (std::size_t i = 0; i < repeats.size(); ++i) {
    from.insert(from.end(), {1, in->dims[i]});
    to.insert(to.end(), {repeats[i], in->dims[i]});
  }
  if (!fits(to)) return too_large(to);
  for (std::size_t i = 0; i < repeats.size(); ++i) dims.push_back(repeats[i] * in->dims[i]);
  return one({in->elem, std::move(dims), gather_bytes(in->bytes, elem_bytes(in->elem), broadcast_index(from, to)), {}});
}

Result<Tensor> constant_of(const pb::NodeProto& node) {
  const Attributes attributes(node);
  if (const pb::AttributeProto* value = attributes.find("value")) return TensorReader({}).read(value->t());
  if (attributes.has("value_float")) {
    THIMBLE_TRY(const double value, attributes.real("value_float", 0));
    return Tensor::of_reals(Elem::f32, {}, std::span(&value, 1));
  }
  if (attributes.has("value_int")) {
    THIMBLE_TRY(const std::int64_t value, attributes.integer("value_int", 0));
    return Tensor::of_integers(Elem::s64, {}, std::span(&value, 1));
  }
  if (attributes.has("value_ints")) {
    THIMBLE_TRY(const Ints values, attributes.integers("value_ints"));
    return Tensor::of_integers(Elem::s64, {static_cast<std::int64_t>(values.size())}, values);
  }
  if (attributes.has("value_floats")) {
    THIMBLE_TRY(const std::vector<double> values, attributes.reals("value_floats"));
    return Tensor::of_reals(Elem::f32, {static_cast<std::int64_t>(values.size())}, values);
  }
  return unsupported("a constant that is text or sparse", "remove what uses it");
}

Result<Tensors> fold_constant(const FoldNode& node) {
  THIMBLE_TRY(Tensor tensor, constant_of(node.proto));
  return one(std::move(tensor));
}

Result<Tensors> fold_constant_of_shape(const FoldNode& node) {
  THIMBLE_TRY(const Ints dims, ints_of(node, 0, ""));
  if (!fits(dims)) return too_large(dims);
  Tensor value = Tensor::of_reals(Elem::f32, {1}, std::vector<double>{0});
  if (const pb::AttributeProto* given = Attributes(node.proto).find("value")) {
    THIMBLE_TRY(value, TensorReader({}).read(given->t()));
  }
  if (value.count() != 1) return bad_data("a value of shape " + shape_text(value.dims) + ", expected one number");
  return one({value.elem, dims, gather_bytes(value.bytes, elem_bytes(value.elem), broadcast_index({}, dims)), {}});
}

Result<Tensors> fold_range(const FoldNode& node) {
  double parts[3];
  for (std::size_t i = 0; i < 3; ++i) {
    THIMBLE_TRY(const Tensor* in, operand(node, i));
    if (in->count() != 1) return bad_data("start, limit and delta are one number each");
    parts[i] = in->reals()[0];
  }
  const double count = parts[2] == 0 ? 0 : std::max(std::ceil((parts[1] - parts[0]) / parts[2]), 0.0);
  if (!(count <= static_cast<double>(kMaxFoldElements))) return too_large({});
  std::vector<double> values;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(count); ++i) values.push_back(parts[0] + static_cast<double>(i) * parts[2]);
  return one(Tensor::of_reals(node.inputs[0]->elem, {static_cast<std::int64_t>(values.size())}, values));
}

}  // namespace thimble::onnx
