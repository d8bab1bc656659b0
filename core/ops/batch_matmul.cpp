#include <array>

#include "core/base/text.h"
#include "core/ops/broadcast.h"

extern "C" {
#include "core/kernels/device/batch_matmul_f32.h"
#include "core/kernels/device/batch_matmul_s16.h"
#include "core/kernels/device/batch_matmul_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "transpose_a", .low = 0, .high = 1}, {.name = "transpose_b", .low = 0, .high = 1}};

struct Matrix {
  std::int64_t rows, columns;
};

Matrix matrix_of(const NodeView& node, std::size_t i, std::string_view transposed) {
  const Shape& shape = node.in_shape(i);
  const Matrix plain{shape[shape.size() - 2], shape[shape.size() - 1]};
  return node.integer(transposed) == 1 ? Matrix{plain.columns, plain.rows} : plain;
}

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& a = node.in_shape(0);
  const Shape& b = node.in_shape(1);
  if (a.size() < 2 || b.size() < 2) return bad_data("shapes " + shape_text(a) + " and " + shape_text(b) + ", expected matrices");
  const Matrix left = matrix_of(node, 0, "transpose_a"), right = matrix_of(node, 1, "transpose_b");
  if (left.columns != right.rows) {
    return bad_data("matrices " + shape_text(a) + " and " + shape_text(b) +
                    format(": %lld columns times %lld rows, expected as many", static_cast<long long>(left.columns),
                           static_cast<long long>(right.rows)));
  }
  THIMBLE_TRY(Shape out, broadcast_shapes(Shape(a.begin(), a.end() - 2), Shape(b.begin(), b.end() - 2)));
  out.push_back(left.rows);
  out.push_back(right.columns);
  return std::vector<Shape>{out};
}

NodeCost cost(const NodeView& node) {
  const std::int64_t outputs = node.graph().value_elements(node.output());
  return {WorkKind::fully_connected, outputs * matrix_of(node, 0, "transpose_a").columns, outputs};
}

// Elements between matrices of an operand along the output's last three batch dimensions; 0 where it repeats one.
std::array<std::int32_t, 3> batch_strides(const Shape& shape) {
  std::array<std::int32_t, 3> out{};
  std::int64_t stride = shape[shape.size() - 1] * shape[shape.size() - 2];
  for (std::size_t k = 0; k + 2 < shape.size() && k < out.size(); ++k) {
    const std::int64_t size = shape[shape.size() - 3 - k];
    out[2 - k] = size == 1 ? 0 : int32_of(stride);
    stride *= size;
  }
  return out;
}

template <class Params>
Result<Params> geometry_of(const NodeView& node) {
  const Shape& out = node.out_shape();
  if (out.size() > 5) return unsupported(format("products of matrices in %zu dimensions, expected at most 5", out.size()));
  const auto size = [&](std::size_t k) { return out.size() > k + 2 ? int32_of(out[out.size() - 3 - k]) : 1; };
  const auto a = batch_strides(node.in_shape(0)), b = batch_strides(node.in_shape(1));
  const Matrix left = matrix_of(node, 0, "transpose_a"), right = matrix_of(node, 1, "transpose_b");
  const bool a_turned = node.integer("transpose_a") == 1, b_turned = node.integer("transpose_b") == 1;
  Params params{};
  params.size_0 = size(2), params.size_1 = size(1), params.size_2 = size(0);
  params.rows = int32_of(left.rows), params.columns = int32_of(right.columns), params.depth = int32_of(left.columns);
  params.a_stride_0 = a[0], params.a_stride_1 = a[1], params.a_stride_2 = a[2];
  params.b_stride_0 = b[0], params.b_stride_1 = b[1], params.b_stride_2 = b[2];
  params.a_row_stride = a_turned ? 1 : int32_of(left.columns), params.a_depth_stride = a_turned ? int32_of(left.rows) : 1;
  params.b_depth_stride = b_turned ? 1 : int32_of(right.columns), params.b_column_stride = b_turned ? int32_of(right.rows) : 1;
  return params;
}

Result<std::vector<KernelCall>> lower_f32(const NodeView& node) {
  THIMBLE_TRY(const auto params, geometry_of<thimble_batch_matmul_f32_params>(node));
  return std::vector<KernelCall>{binary_call(KernelId::batch_matmul_f32, params_of(params))};
}

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale a, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale b, input_scale(node, 1));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(auto params, geometry_of<Params>(node));
  // Both factors of an int8 product take nine bits with their zero points.
  if (node.in_dtype(0) == DType::s8 ? params.depth > 32768 : params.depth > 65536)
    return unsupported(format("%d products in one sum, expected at most 32768 of int8, 65536 of int16", params.depth));
  const FixedPointScale scale = matmul_scale(a.scale, b.scale, out.scale);
  params.multiplier = scale.multiplier, params.shift = scale.shift;
  if constexpr (requires { params.a_zero_point; })
    params.a_zero_point = a.zero_point, params.b_zero_point = b.zero_point, params.out_zero_point = out.zero_point;
  if (node.in_dtype(0) == DType::s16 && scale.shift > 7)
    return unsupported("an output scale below 1/128 of the product of the input scales");
  return std::vector<KernelCall>{binary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return lower_f32(node);
  if (all_operands_are(node, DType::s8)) return call_of<thimble_batch_matmul_s8_params>(node, KernelId::batch_matmul_s8);
  if (all_operands_are(node, DType::s16)) return call_of<thimble_batch_matmul_s16_params>(node, KernelId::batch_matmul_s16);
  return no_kernel(node, "f32, s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::batch_matmul_s8, KernelId::batch_matmul_s16, KernelId::batch_matmul_f32};

}  // namespace

const OpDef op_batch_matmul{.doc = "product of the matrices in the last two dimensions; the others broadcast",
                            .min_inputs = 2,
                            .max_inputs = 2,
                            .attrs = kAttrs,
                            .infer_shape = infer_shape,
                            .cost = cost,
                            .lower = lower,
                            .kernels = kKernels,
                            .quant = kOwnScales};

}  // namespace thimble
