// Operators that move elements: concatenation, padding, slices, transposes, and those that only rename a shape.
#include <algorithm>

#include "core/base/checked.h"
#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

using Integers = std::vector<std::int64_t>;

Result<std::int64_t> normal_axis(std::int64_t axis, std::size_t rank) {
  const auto dims = static_cast<std::int64_t>(rank);
  if (axis < -dims || axis >= dims) return bad_data(format("axis %lld of a shape with %zu dimensions", static_cast<long long>(axis), rank));
  return axis < 0 ? axis + dims : axis;
}

Result<void> emit_reshape(OpContext& op, OpKind kind, ValueId input, ValueId output, Shape shape) {
  const auto expected = element_count(op.shape(input)), found = element_count(shape);
  if (!found || *found != *expected)
    return bad_data("cannot view " + shape_text(op.shape(input)) + " as " + shape_text(shape) + ": the numbers of elements differ");
  return op.emit(kind, std::span(&input, 1), output, {{"shape", std::move(shape)}});
}

// The one dimension given as -1 takes what the others leave.
Result<Shape> resolve_shape(const Shape& in, const Integers& wanted) {
  Shape out = wanted;
  const auto open = std::find(out.begin(), out.end(), -1);
  if (out.size() > kMaxRank) return unsupported(format("tensors of %zu dimensions, expected at most %zu", out.size(), kMaxRank));
  if (open == out.end()) return out;
  *open = 1;
  const auto rest = element_count(out);
  const std::int64_t count = element_count(in).value_or(0);
  if (!rest || *rest == 0 || count % *rest != 0)
    return bad_data("cannot view " + shape_text(in) + " as " + shape_text(wanted) + ": no whole number fits the -1");
  *open = count / *rest;
  return out;
}

Result<Integers> reshape_target(OpContext& op) {
  if (op.has_input(1)) return op.constant_integers(1, "a new shape", kMaxRank);
  const auto* options = op.options<ReshapeOptions>();
  if (!options || !options->new_shape()) return bad_data("no new shape, neither as an input nor as an option");
  if (options->new_shape()->size() > kMaxRank)
    return unsupported(format("tensors of %u dimensions, expected at most %zu", options->new_shape()->size(), kMaxRank));
  Integers shape(options->new_shape()->begin(), options->new_shape()->end());
  // The first converters wrote a scalar's shape as one 0.
  if (shape == Integers{0}) shape.clear();
  return shape;
}

// What a strided slice says about one dimension of its input, and what it makes of it.
struct Range {
  std::int64_t begin, size, stride;
};

struct StridedSlice {
  Integers begin, end, stride;
  const StridedSliceOptions* options;

  bool masked(std::int32_t mask, std::size_t i) const { return ((mask >> i) & 1) != 0; }
};

// One index, its range open at a masked end; indices count from the back when negative and are clamped to the dimension.
Result<Range> range_of(const StridedSlice& slice, std::size_t i, std::int64_t dim) {
  const std::int64_t stride = slice.stride[i];
  if (stride == 0) return bad_data(format("stride %zu is 0", i));
  if (slice.masked(slice.options->shrink_axis_mask(), i)) {
    const std::int64_t index = slice.begin[i] < 0 ? slice.begin[i] + dim : slice.begin[i];
    if (index < 0 || index >= dim)
      return bad_data(format("index %lld of a dimension of %lld", static_cast<long long>(slice.begin[i]), static_cast<long long>(dim)));
    return Range{index, 1, 1};
  }
  const std::int64_t low = stride > 0 ? 0 : -1, high = stride > 0 ? dim : dim - 1;
  const auto clamped = [&](std::int64_t at) { return std::clamp(at < 0 ? at + dim : at, low, high); };
  const std::int64_t begin = slice.masked(slice.options->begin_mask(), i) ? (stride > 0 ? low : high) : clamped(slice.begin[i]);
  const std::int64_t end = slice.masked(slice.options->end_mask(), i) ? (stride > 0 ? high : low) : clamped(slice.end[i]);
  const std::int64_t span = stride > 0 ? end - begin : begin - end;
  const std::int64_t step = stride > 0 ? stride : -stride;
  if (span <= 0) return Range{0, 0, 1};
  const std::int64_t size = (span - 1) / step + 1;
  return Range{begin, size, size == 1 ? 1 : stride};
}

Result<StridedSlice> read_strided_slice(OpContext& op) {
  StridedSlice out;
  out.options = op.options<StridedSliceOptions>();
  if (!out.options) return bad_data("the options are missing", "the file is damaged: convert the network again");
  THIMBLE_TRY(out.begin, op.constant_integers(1, "a begin", kMaxRank));
  THIMBLE_TRY(out.end, op.constant_integers(2, "an end", kMaxRank));
  THIMBLE_TRY(out.stride, op.constant_integers(3, "strides", kMaxRank));
  if (out.begin.size() != out.end.size() || out.begin.size() != out.stride.size()) {
    return bad_data(
        format("%zu begins, %zu ends, %zu strides, expected as many of each", out.begin.size(), out.end.size(), out.stride.size()));
  }
  for (std::size_t i = 0; i < out.begin.size(); ++i) {
    // The format's numbers are 32 bits wide; larger ones in a 64-bit constant are nonsense.
    for (const std::int64_t number : {out.begin[i], out.end[i], out.stride[i]}) {
      if (number < INT32_MIN || number > INT32_MAX)
        return bad_data(format("index %lld, expected one of 32 bits", static_cast<long long>(number)));
    }
    if (out.options->offset()) out.end[i] += out.begin[i];
  }
  return out;
}

struct SliceResult {
  Integers begin, size, stride;
  Shape shape;  // with the dimensions that the masks drop and add
};

void take_whole(SliceResult& out, std::int64_t dim) {
  out.begin.push_back(0);
  out.size.push_back(dim);
  out.stride.push_back(1);
  out.shape.push_back(dim);
}

Result<SliceResult> resolve_strided_slice(const StridedSlice& slice, const Shape& in) {
  SliceResult out;
  std::size_t named = 0;  // dimensions of the input that the lists name
  for (std::size_t i = 0; i < slice.begin.size(); ++i) {
    named += slice.masked(slice.options->ellipsis_mask(), i) || slice.masked(slice.options->new_axis_mask(), i) ? 0 : 1;
  }
  if (named > in.size()) return bad_data(format("a slice of %zu dimensions of ", named) + shape_text(in));
  bool ellipsis_seen = false;
  for (std::size_t i = 0; i < slice.begin.size(); ++i) {
    if (slice.masked(slice.options->ellipsis_mask(), i)) {
      if (ellipsis_seen) return bad_data("two ellipses, expected at most one");
      ellipsis_seen = true;
      for (std::size_t left = in.size() - named; left > 0; --left) take_whole(out, in[out.begin.size()]);
    } else if (slice.masked(slice.options->new_axis_mask(), i)) {
      out.shape.push_back(1);
    } else {
      if (out.begin.size() >= in.size()) return bad_data(format("a slice of more dimensions than ") + shape_text(in) + " has");
      THIMBLE_TRY(const Range range, range_of(slice, i, in[out.begin.size()]));
      out.begin.push_back(range.begin);
      out.size.push_back(range.size);
      out.stride.push_back(range.stride);
      if (!slice.masked(slice.options->shrink_axis_mask(), i)) out.shape.push_back(range.size);
    }
  }
  while (out.begin.size() < in.size()) take_whole(out, in[out.begin.size()]);
  if (out.shape.size() > kMaxRank)
    return unsupported(format("tensors of %zu dimensions, expected at most %zu", out.shape.size(), kMaxRank));
  return out;
}

// One slice an output, `sizes[i]` wide along the axis, one behind the other.
Result<void> emit_parts(OpContext& op, OpKind kind, ValueId input, std::int64_t axis, const Integers& sizes) {
  const Shape in = op.shape(input);
  std::int64_t at = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Integers begin(in.size(), 0), size = in;
    begin[static_cast<std::size_t>(axis)] = sizes[i] == 0 ? 0 : at;
    size[static_cast<std::size_t>(axis)] = sizes[i];
    at += sizes[i];
    THIMBLE_TRY(const ValueId output, op.output(i));
    THIMBLE_TRY_VOID(op.emit(kind, std::span(&input, 1), output,
                             {{"begin", std::move(begin)}, {"size", std::move(size)}, {"stride", Integers(in.size(), 1)}}));
  }
  return {};
}

Result<std::int64_t> split_axis(OpContext& op, std::size_t axis_input, ValueId input) {
  THIMBLE_TRY(const Integers axes, op.constant_integers(axis_input, "an axis", 1));
  if (axes.size() != 1) return bad_data("no axis, expected one").in(format("input %zu", axis_input));
  return normal_axis(axes[0], op.shape(input).size()).in(format("input %zu", axis_input));
}

Result<void> pack_activations(OpContext& op, OpKind kind) {
  const auto* options = op.options<PackOptions>();
  if (!options) return no_options();
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(1, kMaxOperands));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const std::int64_t axis, normal_axis(options->axis(), op.shape(inputs[0]).size() + 1));
  if (op.shape(inputs[0]).size() == kMaxRank)
    return unsupported(format("tensors of %zu dimensions, expected at most %zu", kMaxRank + 1, kMaxRank));
  std::vector<ValueId> parts;
  for (const ValueId input : inputs) {
    Shape shape = op.shape(input);
    if (shape != op.shape(inputs[0])) return bad_data("parts of " + shape_text(op.shape(inputs[0])) + " and " + shape_text(shape));
    shape.insert(shape.begin() + axis, 1);
    parts.push_back(op.add_value(op.dtype(input), shape, op.quant(input)));
    THIMBLE_TRY_VOID(emit_reshape(op, OpKind::reshape, input, parts.back(), std::move(shape)));
  }
  return op.emit(kind, parts, output, {{"axis", axis}, {"activation", std::string("none")}});
}

// A part of a computed list of numbers.
Result<void> slice_integers(OpContext& op) {
  THIMBLE_TRY(const Integers numbers, op.constant_integers(0, "numbers", kMaxOperands));
  THIMBLE_TRY(const StridedSlice slice, read_strided_slice(op));
  THIMBLE_TRY(const SliceResult out, resolve_strided_slice(slice, {static_cast<std::int64_t>(numbers.size())}));
  Integers part;
  for (std::int64_t i = 0; i < out.size[0]; ++i) part.push_back(numbers[static_cast<std::size_t>(out.begin[0] + i * out.stride[0])]);
  return op.define_integers(std::move(part));
}

}  // namespace

Result<void> import_split(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(1));
  THIMBLE_TRY(const std::int64_t axis, split_axis(op, 0, input));
  const auto parts = static_cast<std::int64_t>(op.output_count());
  const std::int64_t dim = op.shape(input)[static_cast<std::size_t>(axis)];
  if (parts < 1 || dim % parts != 0)
    return bad_data(
        format("%lld outputs of a dimension of %lld, expected equal parts", static_cast<long long>(parts), static_cast<long long>(dim)));
  return emit_parts(op, kind, input, axis, Integers(op.output_count(), dim / parts));
}

Result<void> import_split_v(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(Integers sizes, op.constant_integers(1, "sizes", kMaxOperands));
  THIMBLE_TRY(const std::int64_t axis, split_axis(op, 2, input));
  const std::int64_t dim = op.shape(input)[static_cast<std::size_t>(axis)];
  std::int64_t sum = 0, open = -1;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] == -1 && open < 0) {
      open = static_cast<std::int64_t>(i);
    } else if (sizes[i] < 0 || sizes[i] > dim) {
      return bad_data(format("size %lld of a dimension of %lld", static_cast<long long>(sizes[i]), static_cast<long long>(dim)))
          .in("input 1");
    } else {
      sum += sizes[i];
    }
  }
  if (open >= 0 && sum <= dim) sizes[static_cast<std::size_t>(open)] = dim - sum;
  if (sizes.size() != op.output_count() || sum > dim || (open < 0 && sum != dim)) {
    return bad_data(format("%zu sizes, %lld in all, for %zu outputs of a dimension of %lld", sizes.size(), static_cast<long long>(sum),
                           op.output_count(), static_cast<long long>(dim)))
        .in("input 1");
  }
  return emit_parts(op, kind, input, axis, sizes);
}

Result<void> import_concatenation(OpContext& op, OpKind kind) {
  const auto* options = op.options<ConcatenationOptions>();
  if (!options) return bad_data("the options are missing", "the file is damaged: convert the network again");
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(1, kMaxOperands));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const std::int64_t axis, normal_axis(options->axis(), op.shape(output).size()));
  THIMBLE_TRY(Attr activation, activation_attr(options->fused_activation_function()));
  return op.emit(kind, inputs, output, {{"axis", axis}, std::move(activation)});
}

Result<void> import_pad(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Integers pads, op.constant_integers(1, "padding widths", 2 * kMaxRank));
  double value = 0;
  if (op.has_input(2)) {
    THIMBLE_TRY(value, op.constant_real(2, "a padding value"));
  }
  if (pads.size() != 2 * op.shape(input).size())
    return bad_data(format("%zu padding widths, expected two a dimension of ", pads.size()) + shape_text(op.shape(input))).in("input 1");
  return op.emit(kind, std::span(&input, 1), output, {{"pads", std::move(pads)}, {"value", value}});
}

Result<void> import_reshape(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const Integers wanted, reshape_target(op));
  THIMBLE_TRY(Shape shape, resolve_shape(op.shape(input), wanted));
  return emit_reshape(op, kind, input, output, std::move(shape));
}

// SQUEEZE names the dimensions it drops, or none for all of size 1: the output's shape says it either way.
Result<void> import_squeeze(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return emit_reshape(op, kind, input, output, op.shape(output));
}

Result<void> import_expand_dims(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const Integers axes, op.constant_integers(1, "an axis", 1));
  if (axes.size() != 1) return bad_data("no axis, expected one").in("input 1");
  Shape shape = op.shape(input);
  THIMBLE_TRY(const std::int64_t axis, normal_axis(axes[0], shape.size() + 1).in("input 1"));
  shape.insert(shape.begin() + axis, 1);
  return emit_reshape(op, kind, input, output, std::move(shape));
}

Result<void> import_slice(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Integers begin, op.constant_integers(1, "a begin", kMaxRank));
  THIMBLE_TRY(Integers size, op.constant_integers(2, "sizes", kMaxRank));
  const Shape in = op.shape(input);
  if (begin.size() != in.size() || size.size() != in.size())
    return bad_data(format("%zu begins and %zu sizes, expected one a dimension of ", begin.size(), size.size()) + shape_text(in));
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (begin[i] < 0 || begin[i] > in[i])
      return bad_data(format("begin %lld of a dimension of %lld", static_cast<long long>(begin[i]), static_cast<long long>(in[i])));
    if (size[i] == -1) size[i] = in[i] - begin[i];
    if (size[i] == 0) begin[i] = 0;
  }
  return op.emit(kind, std::span(&input, 1), output,
                 {{"begin", std::move(begin)}, {"size", std::move(size)}, {"stride", Integers(in.size(), 1)}});
}

// The numbers of a shape: every dimension is known before the network runs.
Result<void> import_shape(OpContext& op, OpKind) {
  THIMBLE_TRY(const Shape shape, op.input_shape(0));
  return op.define_integers(shape);
}

// Numbers one behind the other, or activations joined along a dimension of their own.
Result<void> import_pack(OpContext& op, OpKind kind) {
  bool known = true;
  for (std::size_t i = 0; i < op.input_count(); ++i) known = known && op.has_known_integers(i);
  if (!known) return pack_activations(op, kind);
  Integers numbers;
  for (std::size_t i = 0; i < op.input_count(); ++i) {
    THIMBLE_TRY(const Integers number, op.constant_integers(i, "a number", 1));
    numbers.insert(numbers.end(), number.begin(), number.end());
  }
  return op.define_integers(std::move(numbers));
}

Result<void> import_unpack(OpContext& op, OpKind kind) {
  const auto* options = op.options<UnpackOptions>();
  if (!options) return no_options();
  THIMBLE_TRY(const ValueId input, op.input(0));
  const Shape in = op.shape(input);
  THIMBLE_TRY(const std::int64_t axis, normal_axis(options->axis(), in.size()));
  const std::int64_t dim = in[static_cast<std::size_t>(axis)];
  if (static_cast<std::int64_t>(op.output_count()) != dim)
    return bad_data(format("%zu outputs of a dimension of %lld", op.output_count(), static_cast<long long>(dim)));
  for (std::int64_t i = 0; i < dim; ++i) {
    Integers begin(in.size(), 0), size = in;
    begin[static_cast<std::size_t>(axis)] = i;
    size[static_cast<std::size_t>(axis)] = 1;
    Shape shape = in;
    shape.erase(shape.begin() + axis);
    THIMBLE_TRY(const ValueId output, op.output(static_cast<std::size_t>(i)));
    const ValueId cut = op.add_value(op.dtype(input), size, op.quant(input));
    THIMBLE_TRY_VOID(op.emit(kind, std::span(&input, 1), cut, {{"begin", begin}, {"size", size}, {"stride", Integers(in.size(), 1)}}));
    THIMBLE_TRY_VOID(emit_reshape(op, OpKind::reshape, cut, output, std::move(shape)));
  }
  return {};
}

// Every dimension that repeats is gathered by itself.
Result<void> import_tile(OpContext& op, OpKind kind) {
  constexpr std::int64_t kMaxPlaces = 1 << 20;
  THIMBLE_TRY(ValueId value, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const Integers repeats, op.constant_integers(1, "multiples", kMaxRank));
  const Shape in = op.shape(value);
  if (repeats.size() != in.size()) return bad_data(format("%zu multiples of ", repeats.size()) + shape_text(in)).in("input 1");
  const auto repeated = [](std::int64_t count) { return count != 1; };
  const auto last = std::find_if(repeats.rbegin(), repeats.rend(), repeated);
  if (last == repeats.rend()) return emit_reshape(op, OpKind::reshape, value, output, in);
  const std::int64_t last_axis = std::distance(last, repeats.rend()) - 1;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (repeats[i] == 1) continue;
    const auto count = checked_mul(repeats[i], in[i]);
    if (!count || *count < 1 || *count > kMaxPlaces)
      return bad_data(format("multiple %lld of a dimension of %lld", static_cast<long long>(repeats[i]), static_cast<long long>(in[i])))
          .in("input 1");
    std::vector<std::int32_t> places;
    for (std::int64_t at = 0; at < *count; ++at) places.push_back(static_cast<std::int32_t>(at % in[i]));
    Shape shape = op.shape(value);
    shape[i] = *count;
    const bool finished = static_cast<std::int64_t>(i) == last_axis;
    THIMBLE_TRY(const ValueId indices, op.add_integers({*count}, places, 1));
    const ValueId inputs[] = {value, indices};
    const ValueId next = finished ? output : op.add_value(op.dtype(value), shape, op.quant(value));
    THIMBLE_TRY_VOID(op.emit(kind, inputs, next, {{"axis", static_cast<std::int64_t>(i)}}));
    value = next;
  }
  return {};
}

Result<void> import_strided_slice(OpContext& op, OpKind kind) {
  if (op.has_computed_integers(0)) return slice_integers(op);
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const StridedSlice slice, read_strided_slice(op));
  THIMBLE_TRY(SliceResult out, resolve_strided_slice(slice, op.shape(input)));
  AttrSet attrs{{"begin", std::move(out.begin)}, {"size", out.size}, {"stride", std::move(out.stride)}};
  if (out.shape == out.size) return op.emit(kind, std::span(&input, 1), output, std::move(attrs));
  const ValueId between = op.add_value(op.dtype(input), out.size, op.quant(input));
  THIMBLE_TRY_VOID(op.emit(kind, std::span(&input, 1), between, std::move(attrs)));
  return emit_reshape(op, OpKind::reshape, between, output, std::move(out.shape));
}

Result<void> import_transpose(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Integers perm, op.constant_integers(1, "a permutation", kMaxRank));
  for (std::int64_t& axis : perm) {
    THIMBLE_TRY(axis, normal_axis(axis, op.shape(input).size()).in("input 1"));
  }
  return op.emit(kind, std::span(&input, 1), output, {{"perm", std::move(perm)}});
}

// The head that picks the class: the scores stay the output, which is what accuracy and margins are measured by.
Result<void> import_arg_max(OpContext& op, OpKind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  return op.stand_for(input);
}

}  // namespace thimble::tflite
