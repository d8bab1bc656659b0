// Convolutions: weights are permuted here, once, to OHWI (or [1,KH,KW,C*M] for depthwise); groups in between become slices,
// a convolution each, and a concatenation.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"
#include "core/formats/onnx/window.h"

namespace thimble::onnx {
namespace {

// [a, b, W] and [a, b, H, W] as [a, b, H, W].
Tensor four_dims(const Tensor& weights) {
  Tensor out = weights;
  if (out.dims.size() == 3) out.dims.insert(out.dims.begin() + 2, 1);
  return out;
}

// Outputs `begin` to `begin + count` of the weights' first dimension.
Tensor first_dim_part(const Tensor& tensor, std::int64_t begin, std::int64_t count) {
  const std::size_t row = tensor.bytes.size() / static_cast<std::size_t>(tensor.dims[0]);
  const auto part = tensor.bytes.bytes().subspan(static_cast<std::size_t>(begin) * row, static_cast<std::size_t>(count) * row);
  Tensor out = tensor;
  out.dims[0] = count;
  if (out.quant && out.quant->axis == 0) {
    out.quant->scales = {tensor.quant->scales.begin() + begin, tensor.quant->scales.begin() + begin + count};
    out.quant->zero_points.assign(static_cast<std::size_t>(count), 0);
  }
  out.bytes = Blob(std::vector<std::byte>(part.begin(), part.end()));
  return out;
}

Result<ValueId> permuted_constant(OpContext& op, const Tensor& tensor, const Ints& perm) {
  Shape shape;
  for (const std::int64_t dim : perm) shape.push_back(tensor.dims[static_cast<std::size_t>(dim)]);
  return op.weight_value(tensor, shape, permute_bytes(tensor.bytes, elem_bytes(tensor.elem), tensor.dims, perm), perm);
}

struct Filter {
  Tensor weights;
  const Tensor* bias = nullptr;
};

Result<Filter> filter_of(OpContext& op) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 3));
  Filter filter;
  THIMBLE_TRY(const Tensor* weights, op.constant(1, "weights"));
  if (weights->dims.size() != op.rank(0) || weights->dims.size() < 3 || weights->count() == 0)
    return bad_data("weights of shape " + shape_text(weights->dims) + " for an input of shape " + shape_text(op.dims(0)));
  filter.weights = *weights;
  if (op.has(2)) {
    THIMBLE_TRY(filter.bias, op.constant(2, "bias"));
  }
  return filter;
}

Result<ValueId> conv_node(OpContext& op, OpKind kind, ValueId in, const Tensor& weights, const Ints& perm, const Tensor* bias,
                          const AttrSet& attrs) {
  THIMBLE_TRY(const ValueId weight_value, permuted_constant(op, weights, perm));
  std::vector<ValueId> inputs = {in, weight_value};
  if (bias) {
    THIMBLE_TRY(const ValueId bias_value, op.bias_value(*bias, in, weight_value));
    inputs.push_back(bias_value);
  }
  return op.emit(kind, inputs, attrs);
}

// The weights' outputs split into as many parts as the input has groups.
Result<ValueId> grouped(OpContext& op, OpKind kind, ValueId in, const Filter& filter, std::int64_t groups, std::int64_t outputs,
                        const Ints& perm, const AttrSet& attrs) {
  const Shape shape = op.value_shape(in);
  const std::int64_t part_c = shape[3] / groups, part_rows = filter.weights.dims[0] / groups, part_outputs = outputs / groups;
  std::vector<ValueId> parts;
  for (std::int64_t g = 0; g < groups; ++g) {
    THIMBLE_TRY(const ValueId slice, op.emit(OpKind::slice, std::span(&in, 1),
                                             {{"begin", Ints{0, 0, 0, g * part_c}},
                                              {"size", Ints{shape[0], shape[1], shape[2], part_c}},
                                              {"stride", Ints{1, 1, 1, 1}}}));
    const Tensor weights = first_dim_part(filter.weights, g * part_rows, part_rows);
    Tensor bias;
    if (filter.bias) bias = first_dim_part(*filter.bias, g * part_outputs, part_outputs);
    THIMBLE_TRY(const ValueId out, conv_node(op, kind, slice, weights, perm, filter.bias ? &bias : nullptr, attrs));
    parts.push_back(out);
  }
  return op.emit(OpKind::concatenation, parts, {{"axis", std::int64_t{3}}});
}

Result<void> check_bias(const Filter& filter, std::int64_t outputs) {
  if (filter.bias && (filter.bias->dims.size() != 1 || filter.bias->dims[0] != outputs))
    return bad_data("a bias of shape " + shape_text(filter.bias->dims) + format(", expected [%lld]", static_cast<long long>(outputs)));
  return {};
}

constexpr std::int64_t kMaxGroups = 64;

Error too_many_groups(std::int64_t groups) {
  return unsupported(std::to_string(groups) + " groups", "one group, one for each channel (depthwise), or at most 64 are taken");
}

}  // namespace

Result<void> import_conv(OpContext& op, OpKind kind) {
  THIMBLE_TRY(Filter filter, filter_of(op));
  const Shape in_dims = op.dims(0);
  const Shape filter_dims = filter.weights.dims;
  THIMBLE_TRY(const WindowSpec spec, window_spec(op, in_dims, Shape(filter_dims.begin() + 2, filter_dims.end()), false));
  THIMBLE_TRY(const std::int64_t groups, op.attributes().integer("group", 1, 1, 1 << 20));
  const std::int64_t channels = in_dims[1], outputs = filter_dims[0];
  if (channels % groups != 0 || outputs % groups != 0 || filter_dims[1] != channels / groups) {
    return bad_data("weights of shape " + shape_text(filter_dims) + " for an input of shape " + shape_text(in_dims) +
                    format(" in %lld groups", static_cast<long long>(groups)));
  }
  THIMBLE_TRY_VOID(check_bias(filter, outputs));
  filter.weights = four_dims(filter.weights);
  AttrSet attrs = stride_and_pads(spec);
  attrs.insert(attrs.end(), {{"dilation_h", spec.rows.dilation}, {"dilation_w", spec.columns.dilation}});
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand in, op.spatial(x));
  const Ints ohwi = {0, 2, 3, 1};
  ValueId out;
  if (groups == 1) {
    THIMBLE_TRY(out, conv_node(op, kind, in.value, filter.weights, ohwi, filter.bias, attrs));
  } else if (groups == channels) {
    // [C*M, 1, KH, KW]: the outputs of a channel are neighbours, as here.
    THIMBLE_TRY(out, conv_node(op, OpKind::depthwise_conv2d, in.value, filter.weights, {1, 2, 3, 0}, filter.bias, attrs));
  } else if (groups <= kMaxGroups) {
    THIMBLE_TRY(out, grouped(op, kind, in.value, filter, groups, outputs, ohwi, attrs));
  } else {
    return too_many_groups(groups);
  }
  const Shape shape = op.value_shape(out);
  Shape dims = {shape[0], shape[3]};
  if (spec.dims == 2) dims.push_back(shape[1]);
  dims.push_back(shape[2]);
  return op.set_output(0, {out, nullptr, spatial_layout(dims)});
}

namespace {

// Zeros between the weights: a dilated filter as a larger plain one.
Tensor dilated(const Tensor& weights, std::int64_t rows, std::int64_t columns) {
  if (rows == 1 && columns == 1) return weights;
  const Shape& d = weights.dims;
  const std::int64_t kh = (d[2] - 1) * rows + 1, kw = (d[3] - 1) * columns + 1;
  const std::size_t size = elem_bytes(weights.elem);
  std::vector<std::byte> bytes(static_cast<std::size_t>(d[0] * d[1] * kh * kw) * size);
  for (std::int64_t i = 0; i < d[0] * d[1]; ++i) {
    for (std::int64_t y = 0; y < d[2]; ++y) {
      for (std::int64_t x = 0; x < d[3]; ++x) {
        const auto from = static_cast<std::size_t>((i * d[2] + y) * d[3] + x),
                   to = static_cast<std::size_t>((i * kh + y * rows) * kw + x * columns);
        std::copy_n(weights.bytes.bytes().data() + from * size, size, bytes.data() + to * size);
      }
    }
  }
  return {weights.elem, {d[0], d[1], kh, kw}, Blob(std::move(bytes)), weights.quant};
}

// What the output is longer by than the formula without it; `output_shape` asks for a size and has the padding follow.
Result<void> transposed_pads(const OpContext& op, WindowSpec& spec, std::array<std::int64_t, 2>& out_pads) {
  THIMBLE_TRY(const Ints extra, op.attributes().integers("output_padding", Ints(spec.dims, 0)));
  THIMBLE_TRY(Ints sizes, op.attributes().integers("output_shape"));
  THIMBLE_TRY(const std::string auto_pad, op.attributes().text("auto_pad", "NOTSET"));
  if (extra.size() != spec.dims || (!sizes.empty() && sizes.size() < spec.dims))
    return bad_data("output_padding or output_shape of another length");
  for (const std::int64_t size : sizes) {
    if (size < 1 || size > kMaxElements) return bad_data("an output_shape of " + std::to_string(size));
  }
  if (!sizes.empty()) sizes.erase(sizes.begin(), sizes.end() - static_cast<std::ptrdiff_t>(spec.dims));
  for (std::size_t i = 0; i < spec.dims; ++i) {
    WindowAxis& axis = spec.dims == 2 && i == 0 ? spec.rows : spec.columns;
    std::int64_t& out_pad = out_pads[spec.dims == 2 && i == 0 ? 0 : 1];
    out_pad = extra[i];
    if (out_pad < 0 || out_pad > (1 << 20)) return bad_data("an output padding of " + std::to_string(out_pad));
    const std::int64_t full = (axis.in - 1) * axis.stride + axis.reach() + out_pad;
    const bool same = auto_pad.starts_with("SAME");
    if (!sizes.empty() || same) {
      const std::int64_t size = sizes.empty() ? axis.in * axis.stride : sizes[i];
      const std::int64_t total = full - size;
      if (total < 0) {
        // Larger than the formula gives: it grows behind.
        out_pad += -total;
        axis.before = axis.after = 0;
      } else {
        axis.before = auto_pad == "SAME_UPPER" ? total / 2 : total - total / 2;
        axis.after = total - axis.before;
      }
    }
    // Padding behind that is cut off again is neither.
    const std::int64_t common = std::min(out_pad, axis.after);
    out_pad -= common;
    axis.after -= common;
  }
  return {};
}

}  // namespace

Result<void> import_conv_transpose(OpContext& op, OpKind kind) {
  THIMBLE_TRY(Filter filter, filter_of(op));
  const Shape in_dims = op.dims(0);
  const Shape filter_dims = filter.weights.dims;  // [C, M / groups, KH, KW]
  THIMBLE_TRY(WindowSpec spec, window_spec(op, in_dims, Shape(filter_dims.begin() + 2, filter_dims.end()), true));
  THIMBLE_TRY(const std::int64_t groups, op.attributes().integer("group", 1, 1, 1 << 20));
  if (filter_dims[0] != in_dims[1] || in_dims[1] % groups != 0)
    return bad_data("weights of shape " + shape_text(filter_dims) + " for an input of shape " + shape_text(in_dims));
  if (groups > kMaxGroups) return too_many_groups(groups);
  const std::int64_t outputs = filter_dims[1] * groups;
  THIMBLE_TRY_VOID(check_bias(filter, outputs));
  std::array<std::int64_t, 2> out_pads{};
  THIMBLE_TRY_VOID(transposed_pads(op, spec, out_pads));
  if (spec.rows.reach() > 4096 || spec.columns.reach() > 4096)
    return unsupported("a dilated filter of more than 4096", "use a smaller dilation");
  if (spec.rows.reach() * spec.columns.reach() * filter_dims[0] * filter_dims[1] > kMaxFoldElements)
    return out_of_budget("weights of this size");
  filter.weights = dilated(four_dims(filter.weights), spec.rows.dilation, spec.columns.dilation);
  AttrSet attrs = stride_and_pads(spec);
  // What exceeds the stride is a border of the bias alone: cut a window larger, then padded.
  if (out_pads[0] >= spec.rows.stride || out_pads[1] >= spec.columns.stride)
    return unsupported("an output padding as large as the stride", "pad the output by an operator of its own");
  attrs.insert(attrs.end(), {{"out_pad_h", out_pads[0]}, {"out_pad_w", out_pads[1]}});
  THIMBLE_TRY(const Operand x, op.operand(0));
  THIMBLE_TRY(const Operand in, op.spatial(x));
  const Ints perm = {1, 2, 3, 0};  // [C, M, KH, KW] -> OHWI
  ValueId out;
  if (groups == 1) {
    THIMBLE_TRY(out, conv_node(op, kind, in.value, filter.weights, perm, filter.bias, attrs));
  } else {
    THIMBLE_TRY(out, grouped(op, kind, in.value, filter, groups, outputs, perm, attrs));
  }
  const Shape shape = op.value_shape(out);
  Shape dims = {shape[0], shape[3]};
  if (spec.dims == 2) dims.push_back(shape[1]);
  dims.push_back(shape[2]);
  return op.set_output(0, {out, nullptr, spatial_layout(dims)});
}

}  // namespace thimble::onnx
