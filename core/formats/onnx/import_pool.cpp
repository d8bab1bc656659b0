// Pools: explicit padding; ceil_mode is padding behind that no average counts.
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
  if (spec.rows.dilation != 1 || spec.columns.dilation != 1) return unsupported("a dilated pool", "use one without dilation");
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
  if (pads_reach_window(spec)) {
    if (kind != OpKind::max_pool2d) return unsupported("a pool whose windows may lie in the padding alone", "use less padding");
    THIMBLE_TRY(in.value, padded(op, in.value, spec, -3.4028234663852886e38));
  }
  AttrSet attrs = stride_and_pads(spec);
  attrs.insert(attrs.begin(), {{"filter_h", spec.rows.filter}, {"filter_w", spec.columns.filter}});
  THIMBLE_TRY(const ValueId out, op.emit(kind, std::span(&in.value, 1), std::move(attrs)));
  const Shape shape = op.value_shape(out);
  Shape dims = {shape[0], shape[3]};
  if (spec.dims == 2) dims.push_back(shape[1]);
  dims.push_back(shape[2]);
  return op.set_output(0, {out, nullptr, spatial_layout(dims)});
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
