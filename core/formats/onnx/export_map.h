// How each of our operators is written as ONNX: one row an operator, in export_map.cpp.
#pragma once

#include "core/formats/onnx/exporter.h"
#include "core/ops/op_kind.h"

namespace thimble::onnx {

struct SaveRow {
  OpKind kind;
  std::string_view op_type;  // of the node that says most of it
  Result<void> (*save)(NodeExport&, std::string_view op_type);
};

const SaveRow* find_save_row(OpKind kind);

// export_layers.cpp: layers with weights, and pools
Result<void> save_conv2d(NodeExport& node, std::string_view op_type);
Result<void> save_depthwise_conv2d(NodeExport& node, std::string_view op_type);
Result<void> save_transpose_conv2d(NodeExport& node, std::string_view op_type);
Result<void> save_fully_connected(NodeExport& node, std::string_view op_type);
Result<void> save_batch_matmul(NodeExport& node, std::string_view op_type);
Result<void> save_batch_norm(NodeExport& node, std::string_view op_type);
Result<void> save_pool(NodeExport& node, std::string_view op_type);

// export_elementwise.cpp
Result<void> save_unary(NodeExport& node, std::string_view op_type);  // attributes of the same names as ONNX's
Result<void> save_binary(NodeExport& node, std::string_view op_type);
Result<void> save_relu(NodeExport& node, std::string_view op_type);
Result<void> save_clip(NodeExport& node, std::string_view op_type);
Result<void> save_gelu(NodeExport& node, std::string_view op_type);
Result<void> save_rsqrt(NodeExport& node, std::string_view op_type);
Result<void> save_square(NodeExport& node, std::string_view op_type);
Result<void> save_softmax(NodeExport& node, std::string_view op_type);
Result<void> save_identity(NodeExport& node, std::string_view op_type);  // quantize and dequantize: what stands around them does it

// export_shape.cpp: operators that move or reduce elements
Result<void> save_reduce(NodeExport& node, std::string_view op_type);
Result<void> save_resize(NodeExport& node, std::string_view op_type);
Result<void> save_blocks(NodeExport& node, std::string_view op_type);
Result<void> save_gather(NodeExport& node, std::string_view op_type);
Result<void> save_concatenation(NodeExport& node, std::string_view op_type);
Result<void> save_pad(NodeExport& node, std::string_view op_type);
Result<void> save_slice(NodeExport& node, std::string_view op_type);
Result<void> save_transpose(NodeExport& node, std::string_view op_type);
Result<void> save_reshape(NodeExport& node, std::string_view op_type);

}  // namespace thimble::onnx
