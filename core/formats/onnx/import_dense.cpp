// Dense layers: a product with constant weights is fully_connected, whose weights' columns are permuted here to the order in
// which the input lies in memory (behind a flatten: height, width, channel); other products are batch_matmul.
#include <algorithm>

#include "core/base/text.h"
#include "core/formats/onnx/op_map.h"

namespace thimble::onnx {
namespace {

// Weights [K, N] (or [N, K] where `by_row`) to [N, K] with the K of each row in the order of `x`'s last dimension.
Result<ValueId> dense_weights(OpContext& op, const Tensor& weights, bool by_row, const Layout& x, double scale) {
  const Factors& logical = x.logical.back();
  const Factors& physical = x.physical.back();
  Shape dims;
  Ints perm;
  for (const std::uint32_t factor : logical) dims.push_back(x.sizes[factor]);
  const auto parts = static_cast<std::int64_t>(dims.size());
  const std::int64_t n = weights.dims[by_row ? 0 : 1], k = weights.dims[by_row ? 1 : 0];
  dims.insert(by_row ? dims.begin() : dims.end(), n);
  perm.push_back(by_row ? 0 : parts);
  for (const std::uint32_t factor : physical) {
    const std::int64_t at = std::find(logical.begin(), logical.end(), factor) - logical.begin();
    perm.push_back(by_row ? at + 1 : at);
  }
  Tensor scaled = weights;
  // Scales along K would have to be moved with its factors.
  const bool by_column = weights.quant && weights.quant->axis == (by_row ? 1 : 0);
  if (scale != 1 || by_column) {
    std::vector<double> values = weights.reals();
    for (double& value : values) value *= scale;
    scaled = Tensor::of_reals(Elem::f32, weights.dims, values);
  }
  Blob bytes = permute_bytes(scaled.bytes, elem_bytes(scaled.elem), dims, perm);
  return op.weight_value(scaled, {n, k}, std::move(bytes), by_row ? Ints{0, 1} : Ints{1, 0});
}

// x [.., K] times constant weights; the result's layout has the rows of x and N.
Result<Operand> dense(OpContext& op, const Operand& in, const Tensor& weights, bool by_row, double scale, const Tensor* bias) {
  if (weights.dims.size() != 2 || weights.count() == 0)
    return bad_data("weights of shape " + shape_text(weights.dims) + ", expected a matrix");
  const std::int64_t n = weights.dims[by_row ? 0 : 1], k = weights.dims[by_row ? 1 : 0];
  const Shape in_dims = in.layout.logical_shape();
  if (in_dims.back() != k)
    return bad_data("an input of shape " + shape_text(in_dims) + " times weights of shape " + shape_text(weights.dims));
  const auto last = static_cast<std::int64_t>(in_dims.size()) - 1;
  THIMBLE_TRY(Operand x, op.trailing(in, {last}));
  THIMBLE_TRY(const ValueId weight_value, dense_weights(op, weights, by_row, x.layout, scale));
  std::vector<ValueId> inputs = {x.value, weight_value};
  if (bias) {
    THIMBLE_TRY(const ValueId bias_value, op.bias_value(*bias, x.value, weight_value));
    inputs.push_back(bias_value);
  }
  const std::int64_t keep = x.layout.physical.size() > 2 ? 1 : 0;
  THIMBLE_TRY(const ValueId out, op.emit(OpKind::fully_connected, inputs, {{"keep_dims", keep}}));
  // The factors of K give way to one of N.
  Layout layout;
  std::vector<std::uint32_t> number(x.layout.sizes.size());
  const Factors gone = x.layout.physical.back();
  for (std::uint32_t factor = 0; factor < x.layout.sizes.size(); ++factor) {
    number[factor] = static_cast<std::uint32_t>(layout.sizes.size());
    if (std::find(gone.begin(), gone.end(), factor) == gone.end()) layout.sizes.push_back(x.layout.sizes[factor]);
  }
  const auto renamed = [&](const std::vector<Factors>& groups) {
    std::vector<Factors> list(groups.begin(), groups.end() - 1);
    for (Factors& group : list) {
      for (std::uint32_t& factor : group) factor = number[factor];
    }
    list.push_back(n == 1 ? Factors{} : Factors{static_cast<std::uint32_t>(layout.sizes.size())});
    return list;
  };
  layout.logical = renamed(x.layout.logical);
  layout.physical = renamed(x.layout.physical);
  if (n != 1) layout.sizes.push_back(n);
  return Operand{out, nullptr, std::move(layout)};
}

// Both operands as matrices in the file's order; one that lies transposed is read that way.
Result<Operand> product(OpContext& op, const Operand& a, const Operand& b) {
  Operand sides[2] = {a, b};
  std::int64_t transposed[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    Operand& side = sides[i];
    std::vector<Factors> swapped = side.layout.logical;
    std::swap(swapped[swapped.size() - 1], swapped[swapped.size() - 2]);
    if (!side.constant && flat(side.layout.physical) != flat(side.layout.logical) && flat(side.layout.physical) == flat(swapped)) {
      transposed[i] = 1;
      THIMBLE_TRY(side, op.arranged(side, swapped));
    } else {
      THIMBLE_TRY(side, op.plain(side));
    }
  }
  const ValueId inputs[] = {sides[0].value, sides[1].value};
  THIMBLE_TRY(const ValueId out, op.emit(OpKind::batch_matmul, inputs, {{"transpose_a", transposed[0]}, {"transpose_b", transposed[1]}}));
  return Operand{out, nullptr, Layout::plain(op.value_shape(out))};
}

Operand swapped_dims(Operand operand) {
  std::swap(operand.layout.logical[0], operand.layout.logical[1]);
  return operand;
}

// A constant that adds the same vector to every row.
std::optional<Tensor> as_bias(const OpContext& op, std::size_t i, std::int64_t n, double beta) {
  if (!op.is_constant(i)) return std::nullopt;
  const Result<const Tensor*> tensor = op.constant(i, "bias");
  if (!tensor.ok() || (*tensor)->count() == 0 || (!is_real((*tensor)->elem) && !(*tensor)->quant)) return std::nullopt;
  const Shape& dims = (*tensor)->dims;
  const bool vector = dims.empty() || count_of(dims) == dims.back();
  if (!vector || ((*tensor)->count() != n && (*tensor)->count() != 1)) return std::nullopt;
  if (beta == 1 && (*tensor)->count() == n) {
    Tensor out = **tensor;
    out.dims = {n};
    return out;
  }
  std::vector<double> values = (*tensor)->reals();
  values.resize(static_cast<std::size_t>(n), values[0]);
  for (double& value : values) value *= beta;
  return Tensor::of_reals(Elem::f32, {n}, values);
}

}  // namespace

Result<void> import_gemm(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 3));
  if (op.rank(0) != 2 || op.rank(1) != 2)
    return bad_data("shapes " + shape_text(op.dims(0)) + " and " + shape_text(op.dims(1)) + ", expected matrices");
  THIMBLE_TRY(const double alpha, op.attributes().real("alpha", 1));
  THIMBLE_TRY(const double beta, op.attributes().real("beta", 1));
  THIMBLE_TRY(const std::int64_t trans_a, op.attributes().integer("transA", 0, 0, 1));
  THIMBLE_TRY(const std::int64_t trans_b, op.attributes().integer("transB", 0, 0, 1));
  THIMBLE_TRY(Operand a, op.operand(0));
  if (trans_a == 1) a = swapped_dims(std::move(a));
  Operand out;
  bool added = !op.has(2) || beta == 0;
  if (op.is_constant(1)) {
    THIMBLE_TRY(const Tensor* weights, op.constant(1, "weights"));
    const std::int64_t n = weights->dims[trans_b == 1 ? 0 : 1];
    const std::optional<Tensor> bias = added ? std::nullopt : as_bias(op, 2, n, beta);
    added |= bias.has_value();
    THIMBLE_TRY(out, dense(op, a, *weights, trans_b == 1, alpha, bias ? &*bias : nullptr));
  } else {
    THIMBLE_TRY(Operand b, op.operand(1));
    if (trans_b == 1) b = swapped_dims(std::move(b));
    THIMBLE_TRY(out, product(op, a, b));
    if (alpha != 1) {
      THIMBLE_TRY(out, op.emit_binary(OpKind::mul, out, op.real_constant(alpha)));
    }
  }
  if (!added) {
    THIMBLE_TRY(Operand c, op.operand(2));
    if (beta != 1) {
      THIMBLE_TRY(c, op.emit_binary(OpKind::mul, c, op.real_constant(beta)));
    }
    THIMBLE_TRY(out, op.emit_binary(OpKind::add, out, c));
  }
  return op.set_output(0, out);
}

Result<void> import_matmul(OpContext& op, OpKind) {
  THIMBLE_TRY_VOID(op.expect_inputs(2, 2));
  if (op.rank(0) == 0 || op.rank(1) == 0) return bad_data("a product with a scalar");
  THIMBLE_TRY(Operand a, op.operand(0));
  THIMBLE_TRY(Operand b, op.operand(1));
  // A vector on the left is a row, on the right a column; the dimension goes again afterwards.
  const bool row = op.rank(0) == 1, column = op.rank(1) == 1;
  if (row) a.layout.logical.insert(a.layout.logical.begin(), Factors{});
  if (column) b.layout.logical.push_back({});
  Operand out;
  if (op.is_constant(1) && b.layout.logical.size() == 2) {
    THIMBLE_TRY(const Tensor* weights, op.constant(1, "weights"));
    Tensor matrix = *weights;
    if (column) matrix.dims.push_back(1);
    THIMBLE_TRY(out, dense(op, a, matrix, false, 1, nullptr));
  } else {
    THIMBLE_TRY(out, product(op, a, b));
  }
  Shape dims = out.layout.logical_shape();
  if (column) dims.pop_back();
  if (row) dims.erase(dims.end() - (column ? 1 : 2));
  const std::optional<Layout> layout = out.layout.reshaped(dims);
  if (!layout) return bad_data("shapes that do not fit");
  out.layout = *layout;
  return op.set_output(0, out);
}

}  // namespace thimble::onnx
