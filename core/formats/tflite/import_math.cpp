// More operators that calculate: matrix products, transposed convolutions, resizing, blocks of pixels, gathers.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/tflite/op_map.h"

namespace thimble::tflite {
namespace {

// Of one direction of a transposed convolution, from the size of its output.
struct Border {
  std::int64_t before, after, extra;
};

// SAME splits what the filters reach beyond the output; VALID cuts nothing off. What is missing behind is added.
Result<Border> border_of(std::int8_t mode, std::int64_t in, std::int64_t out, std::int64_t filter, std::int64_t stride) {
  if (stride < 1) return bad_data(format("stride %lld, expected at least 1", static_cast<long long>(stride)));
  if (mode != 0 && mode != 1) return bad_data(format("padding mode %d, expected 0 (SAME) or 1 (VALID)", mode));
  const std::int64_t reach = (in - 1) * stride + filter;
  const bool fits = mode == 0 ? (out + stride - 1) / stride == in : out >= reach;
  if (!fits) {
    return bad_data(
        format("an output of %lld rows or columns from %lld, by a filter of %lld and a stride of %lld", static_cast<long long>(out),
               static_cast<long long>(in), static_cast<long long>(filter), static_cast<long long>(stride)),
        "the file is damaged: convert the network again");
  }
  const std::int64_t cut = mode == 0 ? std::max<std::int64_t>(reach - out, 0) : 0;
  return Border{cut / 2, cut - cut / 2, out - (reach - cut)};
}

template <class Options>
Result<AttrSet> resize_attrs(OpContext& op) {
  const auto* options = op.options<Options>();
  if (!options) return no_options();
  THIMBLE_TRY(const std::vector<std::int64_t> size, op.constant_integers(1, "a size", 2));
  if (size.size() != 2) return bad_data(format("%zu sizes, expected a height and a width", size.size())).in("input 1");
  return AttrSet{{"out_h", size[0]},
                 {"out_w", size[1]},
                 {"align_corners", std::int64_t{options->align_corners() ? 1 : 0}},
                 {"half_pixel_centers", std::int64_t{options->half_pixel_centers() ? 1 : 0}}};
}

template <class Options>
Result<void> import_resize(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(AttrSet attrs, resize_attrs<Options>(op));
  return op.emit(kind, std::span(&input, 1), output, std::move(attrs));
}

template <class Options>
Result<void> import_blocks(OpContext& op, OpKind kind) {
  const auto* options = op.options<Options>();
  if (!options) return no_options();
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {{"block", std::int64_t{options->block_size()}}});
}

}  // namespace

Result<void> import_div(OpContext& op, OpKind kind) {
  const auto* options = op.options<DivOptions>();
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(2, 2));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(Attr activation, activation_attr(options ? options->fused_activation_function() : std::int8_t{0}));
  return op.emit(kind, inputs, output, {std::move(activation)});
}

Result<void> import_binary(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(2, 2));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, inputs, output, {});
}

Result<void> import_batch_matmul(OpContext& op, OpKind kind) {
  const auto* options = op.options<BatchMatMulOptions>();
  THIMBLE_TRY(const std::vector<ValueId> inputs, op.inputs(2, 2));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, inputs, output,
                 {{"transpose_a", std::int64_t{options && options->adj_x() ? 1 : 0}},
                  {"transpose_b", std::int64_t{options && options->adj_y() ? 1 : 0}}});
}

// Its operands are the output's shape, the weights, the input and the bias.
Result<void> import_transpose_conv(OpContext& op, OpKind kind) {
  const auto* options = op.options<TransposeConvOptions>();
  if (!options) return no_options();
  THIMBLE_TRY(const ValueId input, op.input(2));
  THIMBLE_TRY(const ValueId weights, op.weights_beside(input, 1, op_def(kind).quant));
  THIMBLE_TRY(const ValueId output, op.output());
  const Shape in = op.shape(input), filter = op.shape(weights), out = op.shape(output);
  if (in.size() != 4 || filter.size() != 4 || out.size() != 4) {
    return bad_data("input, weights and output of shapes " + shape_text(in) + ", " + shape_text(filter) + ", " + shape_text(out) +
                    ", expected four dimensions each");
  }
  THIMBLE_TRY(const Border rows, border_of(options->padding(), in[1], out[1], filter[1], options->stride_h()));
  THIMBLE_TRY(const Border columns, border_of(options->padding(), in[2], out[2], filter[2], options->stride_w()));
  THIMBLE_TRY(Attr activation, activation_attr(options->fused_activation_function()));
  std::vector<ValueId> operands{input, weights};
  if (op.has_input(3)) {
    THIMBLE_TRY(const ValueId bias, op.input(3));
    operands.push_back(bias);
  }
  return op.emit(kind, operands, output,
                 {{"stride_h", std::int64_t{options->stride_h()}},
                  {"stride_w", std::int64_t{options->stride_w()}},
                  {"pad_top", rows.before},
                  {"pad_left", columns.before},
                  {"pad_bottom", rows.after},
                  {"pad_right", columns.after},
                  {"out_pad_h", rows.extra},
                  {"out_pad_w", columns.extra},
                  std::move(activation)});
}

Result<void> import_resize_bilinear(OpContext& op, OpKind kind) { return import_resize<ResizeBilinearOptions>(op, kind); }
Result<void> import_resize_nearest(OpContext& op, OpKind kind) { return import_resize<ResizeNearestNeighborOptions>(op, kind); }

Result<void> import_gelu(OpContext& op, OpKind kind) {
  const auto* options = op.options<GeluOptions>();
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {{"approximate", std::string(options && options->approximate() ? "tanh" : "none")}});
}

Result<void> import_relu_0_to_1(OpContext& op, OpKind kind) {
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  return op.emit(kind, std::span(&input, 1), output, {{"low", 0.0}, {"high", 1.0}});
}

Result<void> import_depth_to_space(OpContext& op, OpKind kind) { return import_blocks<DepthToSpaceOptions>(op, kind); }
Result<void> import_space_to_depth(OpContext& op, OpKind kind) { return import_blocks<SpaceToDepthOptions>(op, kind); }

Result<void> import_gather(OpContext& op, OpKind kind) {
  constexpr std::size_t kMaxIndices = std::size_t{1} << 20;
  const auto* options = op.options<GatherOptions>();
  if (!options) return no_options();
  if (options->batch_dims() != 0) return unsupported("GATHER with batch dimensions", "use one index list for the whole batch");
  THIMBLE_TRY(const ValueId input, op.input(0));
  THIMBLE_TRY(const ValueId output, op.output());
  THIMBLE_TRY(const std::vector<std::int64_t> found, op.constant_integers(1, "indices", kMaxIndices));
  THIMBLE_TRY(const Shape shape, op.input_shape(1));
  const auto rank = static_cast<std::int64_t>(op.shape(input).size());
  const std::int64_t axis = options->axis() < 0 ? options->axis() + rank : options->axis();
  if (axis < 0 || axis >= rank)
    return bad_data(format("axis %d of a shape with %lld dimensions", options->axis(), static_cast<long long>(rank)));
  std::vector<std::int32_t> indices;
  for (const std::int64_t index : found) {
    const std::int64_t dim = op.shape(input)[static_cast<std::size_t>(axis)];
    if (index < 0 || index >= dim)
      return bad_data(format("index %lld of a dimension of %lld", static_cast<long long>(index), static_cast<long long>(dim)))
          .in("input 1");
    indices.push_back(static_cast<std::int32_t>(index));
  }
  THIMBLE_TRY(const ValueId places, op.add_integers(shape, indices, 1));
  const ValueId operands[] = {input, places};
  return op.emit(kind, operands, output, {{"axis", axis}});
}

}  // namespace thimble::tflite
