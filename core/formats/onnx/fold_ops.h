// The functions behind fold.h's table.
#pragma once

#include "core/formats/onnx/fold.h"

namespace thimble::onnx {

using Tensors = std::vector<Tensor>;
using FoldFunction = Result<Tensors> (*)(const FoldNode&);

// fold_arithmetic.cpp: element by element
Result<Tensors> fold_binary(const FoldNode& node);
Result<Tensors> fold_unary(const FoldNode& node);
Result<Tensors> fold_where(const FoldNode& node);
Result<Tensors> fold_cast(const FoldNode& node);
Result<Tensors> fold_reduce(const FoldNode& node);

// fold_shape.cpp: moving elements
Result<Tensors> fold_identity(const FoldNode& node);
Result<Tensors> fold_reshape(const FoldNode& node);
Result<Tensors> fold_flatten(const FoldNode& node);
Result<Tensors> fold_squeeze(const FoldNode& node);
Result<Tensors> fold_unsqueeze(const FoldNode& node);
Result<Tensors> fold_transpose(const FoldNode& node);
Result<Tensors> fold_concat(const FoldNode& node);
Result<Tensors> fold_slice(const FoldNode& node);
Result<Tensors> fold_split(const FoldNode& node);
Result<Tensors> fold_gather(const FoldNode& node);
Result<Tensors> fold_expand(const FoldNode& node);
Result<Tensors> fold_tile(const FoldNode& node);
Result<Tensors> fold_constant(const FoldNode& node);
Result<Tensors> fold_constant_of_shape(const FoldNode& node);
Result<Tensors> fold_range(const FoldNode& node);
Result<Tensors> fold_quantize(const FoldNode& node);
Result<Tensors> fold_dequantize(const FoldNode& node);

Result<const Tensor*> operand(const FoldNode& node, std::size_t i);
// An operand that newer op sets pass as input and older ones as attribute; empty where neither says.
Result<Ints> ints_of(const FoldNode& node, std::size_t input, std::string_view attribute);
Error too_large(const Shape& dims);
// `out[i] = in[index[i]]`, elements of any type.
Blob gather_bytes(const Blob& bytes, std::size_t element, std::span<const std::int64_t> index);
// For each element of `to`, the element of `from` that broadcasts to it.
std::vector<std::int64_t> broadcast_index(const Shape& from, const Shape& to);

}  // namespace thimble::onnx
