#include "core/formats/onnx/fold.h"

#include <cstring>

#include "core/base/text.h"
#include "core/formats/onnx/fold_ops.h"

namespace thimble::onnx {
namespace {

struct Row {
  std::string_view op_type;
  FoldFunction fold;
};
constexpr Row kRows[] = {
    {"Abs", fold_unary},
    {"Add", fold_binary},
    {"And", fold_binary},
    {"Cast", fold_cast},
    {"Ceil", fold_unary},
    {"Concat", fold_concat},
    {"Constant", fold_constant},
    {"ConstantOfShape", fold_constant_of_shape},
    {"DequantizeLinear", fold_dequantize},
    {"Div", fold_binary},
    {"Equal", fold_binary},
    {"Exp", fold_unary},
    {"Expand", fold_expand},
    {"Flatten", fold_flatten},
    {"Floor", fold_unary},
    {"Gather", fold_gather},
    {"Greater", fold_binary},
    {"GreaterOrEqual", fold_binary},
    {"Identity", fold_identity},
    {"Less", fold_binary},
    {"LessOrEqual", fold_binary},
    {"Log", fold_unary},
    {"Max", fold_binary},
    {"Min", fold_binary},
    {"Mod", fold_binary},
    {"Mul", fold_binary},
    {"Neg", fold_unary},
    {"Not", fold_unary},
    {"Or", fold_binary},
    {"Pow", fold_binary},
    {"QuantizeLinear", fold_quantize},
    {"Range", fold_range},
    {"Reciprocal", fold_unary},
    {"ReduceMax", fold_reduce},
    {"ReduceMean", fold_reduce},
    {"ReduceMin", fold_reduce},
    {"ReduceProd", fold_reduce},
    {"ReduceSum", fold_reduce},
    {"Reshape", fold_reshape},
    {"Round", fold_unary},
    {"Sign", fold_unary},
    {"Slice", fold_slice},
    {"Split", fold_split},
    {"Sqrt", fold_unary},
    {"Squeeze", fold_squeeze},
    {"Sub", fold_binary},
    {"Tile", fold_tile},
    {"Transpose", fold_transpose},
    {"Unsqueeze", fold_unsqueeze},
    {"Where", fold_where},
    {"Xor", fold_binary},
};

const Row* find_row(std::string_view op_type) {
  for (const Row& row : kRows) {
    if (row.op_type == op_type) return &row;
  }
  return nullptr;
}

}  // namespace

bool asks_for_dims(std::string_view op_type) { return op_type == "Shape" || op_type == "Size"; }
bool can_fold(std::string_view op_type) { return find_row(op_type) != nullptr; }

Result<std::vector<Tensor>> fold(const FoldNode& node) {
  const Row* row = find_row(node.proto.op_type());
  THIMBLE_CHECK(row != nullptr);
  if (row->fold == fold_transpose || row->fold == fold_reshape || row->fold == fold_identity) return row->fold(node);
  // Others know nothing of dequantized constants: they get the real numbers.
  std::vector<Tensor> real(node.inputs.size());
  std::vector<const Tensor*> inputs(node.inputs.begin(), node.inputs.end());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i] || !inputs[i]->quant) continue;
    real[i] = Tensor::of_reals(Elem::f32, inputs[i]->dims, inputs[i]->reals());
    inputs[i] = &real[i];
  }
  return row->fold({node.proto, node.opset, inputs});
}

Result<const Tensor*> operand(const FoldNode& node, std::size_t i) {
  if (i < node.inputs.size() && node.inputs[i]) return node.inputs[i];
  return bad_data(format("input %zu is missing", i), "the file is damaged: export it again");
}

Result<Ints> ints_of(const FoldNode& node, std::size_t input, std::string_view attribute) {
  if (input < node.inputs.size() && node.inputs[input]) {
    if (node.inputs[input]->count() > Attributes::kMaxList) return bad_data("a list of " + shape_text(node.inputs[input]->dims));
    return node.inputs[input]->integers();
  }
  return Attributes(node.proto).integers(attribute);
}

Error too_large(const Shape& dims) {
  return out_of_budget(
      "a constant of shape " + shape_text(dims) + format(", expected at most %lld elements", static_cast<long long>(kMaxFoldElements)),
      "is this the right file?");
}

Blob gather_bytes(const Blob& bytes, std::size_t element, std::span<const std::int64_t> index) {
  std::vector<std::byte> out(index.size() * element);
  for (std::size_t i = 0; i < index.size(); ++i)
    std::memcpy(out.data() + i * element, bytes.bytes().data() + static_cast<std::size_t>(index[i]) * element, element);
  return Blob(std::move(out));
}

std::vector<std::int64_t> broadcast_index(const Shape& from, const Shape& to) {
  std::vector<std::int64_t> stride(to.size(), 0), index(to.size(), 0);
  std::int64_t step = 1;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    if (from[from.size() - i] != 1) stride[to.size() - i] = step;
    step *= from[from.size() - i];
  }
  std::vector<std::int64_t> out(static_cast<std::size_t>(count_of(to).value_or(0)));
  std::int64_t at = 0;
  for (std::int64_t& place : out) {
    place = at;
    for (std::size_t i = to.size(); i-- > 0;) {
      at += stride[i];
      if (++index[i] < to[i]) break;
      at -= stride[i] * to[i];
      index[i] = 0;
    }
  }
  return out;
}

}  // namespace thimble::onnx
