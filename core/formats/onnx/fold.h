// fold: what nodes whose operands are all constants compute at import: the shape arithmetic of exporters, and weights that a
// file transposes, reshapes or dequantizes. Results are at most kMaxFoldElements long.
//   exact   integers wrap as the file's types do; reals are rounded once to the file's type
#pragma once

#include <span>

#include "core/formats/onnx/attributes.h"
#include "core/formats/onnx/tensor.h"

namespace thimble::onnx {

struct FoldNode {
  const pb::NodeProto& proto;
  std::int64_t opset;
  std::span<const Tensor* const> inputs;  // nullptr: absent
};

// Shape and Size: known of every tensor, constant or not.
bool asks_for_dims(std::string_view op_type);
bool can_fold(std::string_view op_type);
// `unsupported` where this form of the operator is not folded.
Result<std::vector<Tensor>> fold(const FoldNode& node);

// Parts that operators on activations share.
Result<Tensor> constant_of(const pb::NodeProto& node);                    // the tensor of a Constant node
Result<QuantParams> quant_params_of(const Tensor& scale, const Tensor* zero_point, const Shape& dims, std::int64_t axis);

}  // namespace thimble::onnx
