// Pools: explicit padding; ceil_mode is padding behind that no average counts; windows with gaps are cuts of the input put together.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"
#include "core/formats/onnx/window.h"

namespace thimble::onnx {
namespace {

// Rounds the number of windows up; the last one has to begin inside the input or its front padding.
std::int64_t ceil_extension(const WindowAxis& axis) {
  const std::int64_t span = axis.in + axis.before + axis.after - axis.reach();
  if (span < 0) return 0;
  std::int64_t out = (span + axis.stride - 1) / axis.stride + 1;
  if ((out - 1) * axis.stride >= axis.in + axis.before) --out;
  return std::max<std::int64_t>((out - 1) * axis.stride + axis.reach() - (axis.in + axis.before + axis.after), 0);
}

// Zeros that are counted, or that are larger than a pool may have, become elements of the input.
Result<ValueId> padded(OpContext& op, ValueId in, WindowSpec& spec, double value) {
  const Ints pads = {0, 0, spec.rows.before, spec.rows.after, spec.columns.before, spec.columns.after, 0, 0};
  for (WindowAxis* axis : {&spec.rows, &spec.columns}) {
    axis->in += axis->before + axis->after;
    axis->before = axis->after = 0;
  }
  if (std::all_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad == 0; })) return in;
  return op.emit(OpKind::pad, std::span(&in, 1), {{"pads", pads}, {"value", value}});
}

bool pads_reach_window(const WindowSpec& spec) {
  return spec.rows.before >= spec.rows.filter || spec.rows.after >= spec.rows.filter || spec.columns.before >= spec.columns.filter ||
         spec.columns.after >= spec.columns.filter;
}

bool has_pads(const WindowSpec& spec) { return spec.rows.before + spec.rows.after + spec.columns.before + spec.columns.after > 0; }

constexpr std::int64_t kMaxTaps = 16;  // of a window with gaps, along one dimension
constexpr double kLowest = -3.4028234663852886e38;

// Every stride-th element along one dimension of [N, H, W, C], once for each element of a window, taken together.
Result<ValueId> combined_taps(OpContext& op, OpKind combine, ValueId in, std::size_t dim, const WindowAxis& axis) {
  Shape size = op.value_shape(in);
  size[dim] = (size[dim] - axis.reach()) / axis.stride + 1;
  Ints stride(size.size(), 1);
  stride[dim] = axis.stride;
  ValueId out = ValueId::none;
  for (std::int64_t tap = 0; tap < axis.filter; ++tap) {
    Ints begin(size.size(), 0);
    begin[dim] = tap * axis.dilation;
    THIMBLE_TRY(const ValueId cut, op.emit(OpKind::slice, std::span(&in, 1),
                                           {{"begin", begin}, {"size", std::vector<std::int64_t>(size)}, {"stride", stride}}));
    if (tap == 0) {
      out = cut;
      continue;
    }
    const ValueId both[] = {out, cut};
    THIMBLE_TRY(out, op.emit(combine, both, {}));
  }
  return out;
}

Operand pooled(const OpContext& op, ValueId out, std::size_t dims) {
  const Shape shape = op.value_shape(out);
  Shape file = {shape[0], shape[3]};
  if (dims == 2) file.push_back(shape[1]);
  file.push_back(shape[2]);
  return {out, nullptr, spatial_layout(file)};
}

// A pool whose windows have gaps: rows first, then columns. The input has its padding already.
Result<void> import_dilated(OpContext& op, OpKind kind, ValueId in, const WindowSpec& spec) {
  if (kind == OpKind::average_pool2d && op.on_integers()) return unsupported("a dilated average of integers", "use one without dilation");
  if (spec.rows.filter > kMaxTaps || spec.columns.filter > kMaxTaps)
    return unsupported("a dilated pool of more than 16 elements a side", "use one without dilation");
  const OpKind combine = kind == OpKind::max_pool2d ? OpKind::maximum : OpKind::add;
  THIMBLE_TRY(ValueId out, combined_taps(op, combine, in, 1, spec.rows));
  THIMBLE_TRY(out, combined_taps(op, combine, out, 2, spec.columns));
  Operand result = pooled(op, out, spec.dims);
  if (combine == OpKind::add) {
    THIMBLE_TRY(result,
                op.emit_binary(OpKind::mul, result, op.real_constant(1.0 / static_cast<double>(spec.rows.filter * spec.columns.filter))));
  }
  return op.set_output(0, result);
}

// ONNX Runtime's pools on integers may be told that the channels are last.
Result<void> check_channels_first(const OpContext& op) {
  THIMBLE_TRY(const std::int64_t last, op.attributes().integer("channels_last", 0));
  if (last == 0) return {};
  return unsupported("a pool with channels_last = 1", "quantize the network before ONNX Runtime optimizes it for a processor");
}

}  // namespace

Result<void> import_pool(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY_VOID(check_channels_first(op));
  if (op.has_output(1))
    return unsupported("MaxPool whose indices are used", "unpooling is not taken: use a resize or a transposed convolution");
  THIMBLE_TRY(WindowSpec spec, window_spec(op, op.dims(0), {}, false));
  THIMBLE_TRY(const std::int64_t ceil_mode, op.attributes().integer("ceil_mode", 0, 0, 1));
  THIMBLE_TRY(const std::int64_t counted, op.attributes().integer("count_include_pad", 0, 0, 1));
  if (spec.rows.reach() > spec.rows.in + spec.rows.before + spec.rows.after ||
      spec.columns.reach() > spec.columns.in + spec.columns.before + spec.columns.after)
    return bad_data("a window larger than the padded input");
  const std::int64_t more_rows = ceil_mode == 1 ? ceil_extension(spec.rows) : 0,
                     more_columns = ceil_mode == 1 ? ceil_extension(spec.columns) : 0;
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(Operand in, op.spatial(x));
  if (kind == OpKind::average_pool2d && counted == 1) {
    THIMBLE_TRY(in.value, padded(op, in.value, spec, 0));
  }
  spec.rows.after += more_rows;
  spec.columns.after += more_columns;
  const bool dilated = spec.rows.dilation != 1 || spec.columns.dilation != 1;
  if (pads_reach_window(spec) || (dilated && has_pads(spec))) {
    if (kind != OpKind::max_pool2d && dilated) return unsupported("a dilated average that leaves padding out", "use one without dilation");
    if (kind != OpKind::max_pool2d) return unsupported("a pool whose windows may lie in the padding alone", "use less padding");
    THIMBLE_TRY(in.value, padded(op, in.value, spec, kLowest));
  }
  if (dilated) return import_dilated(op, kind, in.value, spec);
  AttrSet attrs = stride_and_pads(spec);
  attrs.insert(attrs.begin(), {{"filter_h", spec.rows.filter}, {"filter_w", spec.columns.filter}});
  THIMBLE_TRY(const ValueId out, op.emit(kind, std::span(&in.value, 1), std::move(attrs)));
  return op.set_output(0, pooled(op, out, spec.dims));
}

Result<void> import_global_pool(OpContext& op, OpKind kind) {
  THIMBLE_TRY_VOID(op.expect_inputs(1, 1));
  THIMBLE_TRY_VOID(check_channels_first(op));
  if (op.rank(0) < 3) return bad_data("an input of shape " + shape_text(op.dims(0)) + ", expected at least three dimensions");
  Ints dims;
  for (std::size_t i = 2; i < op.rank(0); ++i) dims.push_back(static_cast<std::int64_t>(i));
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand out, op.emit_reduce(kind, x, dims, true));
  return op.set_output(0, out);
}

}  // namespace thimble::onnx
