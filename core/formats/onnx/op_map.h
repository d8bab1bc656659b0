// Which ONNX operator becomes which of ours: one row an operator, in op_map.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/formats/onnx/importer.h"
#include "core/formats/onnx/quantized.h"

namespace thimble::onnx {

struct OpRow {
  std::string_view op_type;
  OpKind kind;  // what most of it becomes
  Result<void> (*import)(OpContext&, OpKind);
  Integers integers = Integers::none;
  bool operands_are_numbers = true;  // every constant operand is calculated with; else they are shapes, axes, indices
  std::string_view domain = {};
};

const OpRow* find_row(std::string_view op_type, std::string_view domain);  // nullptr: not taken
std::span<const OpRow> all_rows();
std::string operator_label(const pb::NodeProto& node);    // "LSTM", "com.acme.Thing"
std::string unsupported_hint(const pb::NodeProto& node);  // what the user can do about it

// import_conv.cpp, import_pool.cpp
Result<void> import_conv(OpContext& op, OpKind kind);
Result<void> import_conv_transpose(OpContext& op, OpKind kind);
Result<void> import_pool(OpContext& op, OpKind kind);
Result<void> import_global_pool(OpContext& op, OpKind kind);

// import_dense.cpp
Result<void> import_gemm(OpContext& op, OpKind kind);
Result<void> import_matmul(OpContext& op, OpKind kind);

// import_elementwise.cpp
Result<void> import_unary(OpContext& op, OpKind kind);
Result<void> import_binary(OpContext& op, OpKind kind);
Result<void> import_variadic(OpContext& op, OpKind kind);
Result<void> import_relu(OpContext& op, OpKind kind);
Result<void> import_clip(OpContext& op, OpKind kind);
Result<void> import_alpha(OpContext& op, OpKind kind);
Result<void> import_hard_sigmoid(OpContext& op, OpKind kind);
Result<void> import_selu(OpContext& op, OpKind kind);
Result<void> import_gelu(OpContext& op, OpKind kind);
Result<void> import_celu(OpContext& op, OpKind kind);
Result<void> import_mish(OpContext& op, OpKind kind);
Result<void> import_swish(OpContext& op, OpKind kind);
Result<void> import_prelu(OpContext& op, OpKind kind);
Result<void> import_reciprocal(OpContext& op, OpKind kind);
Result<void> import_identity(OpContext& op, OpKind kind);
Result<void> import_dropout(OpContext& op, OpKind kind);
Result<void> import_cast(OpContext& op, OpKind kind);

// import_norm.cpp
Result<void> import_batch_norm(OpContext& op, OpKind kind);
Result<void> import_instance_norm(OpContext& op, OpKind kind);
Result<void> import_layer_norm(OpContext& op, OpKind kind);
Result<void> import_group_norm(OpContext& op, OpKind kind);
Result<void> import_mean_variance_norm(OpContext& op, OpKind kind);
Result<void> import_lrn(OpContext& op, OpKind kind);
Result<void> import_softmax(OpContext& op, OpKind kind);
Result<void> import_reduce(OpContext& op, OpKind kind);
Result<void> import_arg_max(OpContext& op, OpKind kind);

// import_shape.cpp
Result<void> import_reshape(OpContext& op, OpKind kind);
Result<void> import_flatten(OpContext& op, OpKind kind);
Result<void> import_squeeze(OpContext& op, OpKind kind);
Result<void> import_unsqueeze(OpContext& op, OpKind kind);
Result<void> import_transpose(OpContext& op, OpKind kind);
Result<void> import_concat(OpContext& op, OpKind kind);
Result<void> import_slice(OpContext& op, OpKind kind);
Result<void> import_split(OpContext& op, OpKind kind);
Result<void> import_pad(OpContext& op, OpKind kind);
Result<void> import_gather(OpContext& op, OpKind kind);
Result<void> import_expand(OpContext& op, OpKind kind);
Result<void> import_tile(OpContext& op, OpKind kind);

// quantized.cpp
Result<void> import_quantize(OpContext& op, OpKind kind);
Result<void> import_dequantize(OpContext& op, OpKind kind);

// import_resize.cpp
Result<void> import_resize(OpContext& op, OpKind kind);
Result<void> import_depth_space(OpContext& op, OpKind kind);

}  // namespace thimble::onnx
