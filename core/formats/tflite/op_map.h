// Which TFLite operator becomes which of ours, and the other way round: one row an operator, in op_map.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "core/formats/tflite/exporter.h"
#include "core/formats/tflite/importer.h"
#include "core/ops/op_kind.h"

namespace thimble::tflite {

struct OpRow {
  std::int32_t code;  // the operator's published number
  OpKind kind;
  Result<void> (*import)(OpContext&, OpKind);
  // Writes a node of this kind as the row's operator. nullptr: the kind is written by another row, or not at all.
  Result<void> (*save)(NodeExport&) = nullptr;
};

const OpRow* find_row(std::int32_t code);
const OpRow* find_save_row(OpKind kind);  // the first row that writes the kind

// "the options are missing": every converter writes them for the operators that have any.
Error no_options();

// import_compute.cpp: operators that calculate
Result<void> import_conv2d(OpContext& op, OpKind kind);
Result<void> import_depthwise_conv2d(OpContext& op, OpKind kind);
Result<void> import_pool2d(OpContext& op, OpKind kind);
Result<void> import_fully_connected(OpContext& op, OpKind kind);
Result<void> import_add(OpContext& op, OpKind kind);
Result<void> import_sub(OpContext& op, OpKind kind);
Result<void> import_mul(OpContext& op, OpKind kind);
Result<void> import_reduce(OpContext& op, OpKind kind);
Result<void> import_softmax(OpContext& op, OpKind kind);
Result<void> import_leaky_relu(OpContext& op, OpKind kind);
Result<void> import_relu(OpContext& op, OpKind kind);
Result<void> import_dequantize(OpContext& op, OpKind kind);
Result<void> import_neg(OpContext& op, OpKind kind);
Result<void> import_unary(OpContext& op, OpKind kind);

// import_math.cpp: more operators that calculate
Result<void> import_div(OpContext& op, OpKind kind);
Result<void> import_binary(OpContext& op, OpKind kind);
Result<void> import_batch_matmul(OpContext& op, OpKind kind);
Result<void> import_transpose_conv(OpContext& op, OpKind kind);
Result<void> import_resize_bilinear(OpContext& op, OpKind kind);
Result<void> import_resize_nearest(OpContext& op, OpKind kind);
Result<void> import_gelu(OpContext& op, OpKind kind);
Result<void> import_relu_0_to_1(OpContext& op, OpKind kind);
Result<void> import_depth_to_space(OpContext& op, OpKind kind);
Result<void> import_space_to_depth(OpContext& op, OpKind kind);
Result<void> import_gather(OpContext& op, OpKind kind);

// import_shape.cpp: operators that move elements
Result<void> import_concatenation(OpContext& op, OpKind kind);
Result<void> import_pad(OpContext& op, OpKind kind);
Result<void> import_reshape(OpContext& op, OpKind kind);
Result<void> import_squeeze(OpContext& op, OpKind kind);
Result<void> import_expand_dims(OpContext& op, OpKind kind);
Result<void> import_slice(OpContext& op, OpKind kind);
Result<void> import_split(OpContext& op, OpKind kind);
Result<void> import_split_v(OpContext& op, OpKind kind);
Result<void> import_strided_slice(OpContext& op, OpKind kind);
Result<void> import_shape(OpContext& op, OpKind kind);
Result<void> import_pack(OpContext& op, OpKind kind);
Result<void> import_unpack(OpContext& op, OpKind kind);
Result<void> import_tile(OpContext& op, OpKind kind);
Result<void> import_arg_max(OpContext& op, OpKind kind);
Result<void> import_transpose(OpContext& op, OpKind kind);

// export_compute.cpp
Result<void> save_conv2d(NodeExport& node);
Result<void> save_depthwise_conv2d(NodeExport& node);
Result<void> save_average_pool2d(NodeExport& node);
Result<void> save_max_pool2d(NodeExport& node);
Result<void> save_fully_connected(NodeExport& node);
Result<void> save_add(NodeExport& node);
Result<void> save_sub(NodeExport& node);
Result<void> save_mul(NodeExport& node);
Result<void> save_reduce(NodeExport& node);
Result<void> save_softmax(NodeExport& node);
Result<void> save_leaky_relu(NodeExport& node);
Result<void> save_relu(NodeExport& node);
Result<void> save_plain(NodeExport& node);  // operands only

// export_math.cpp
Result<void> save_div(NodeExport& node);
Result<void> save_batch_matmul(NodeExport& node);
Result<void> save_transpose_conv(NodeExport& node);
Result<void> save_resize_bilinear(NodeExport& node);
Result<void> save_resize_nearest(NodeExport& node);
Result<void> save_gelu(NodeExport& node);
Result<void> save_gather(NodeExport& node);
Result<void> save_depth_to_space(NodeExport& node);
Result<void> save_space_to_depth(NodeExport& node);

// export_composed.cpp: operators that TFLite says with several of its own
Result<void> save_batch_norm(NodeExport& node);
Result<void> save_clip(NodeExport& node);
Result<void> save_clamp(NodeExport& node, double low, double high);
Result<void> save_elu(NodeExport& node);
Result<void> save_selu(NodeExport& node);
Result<void> save_hard_sigmoid(NodeExport& node);
Result<void> save_softplus(NodeExport& node);
Result<void> save_softsign(NodeExport& node);

// export_shape.cpp
Result<void> save_concatenation(NodeExport& node);
Result<void> save_pad(NodeExport& node);
Result<void> save_reshape(NodeExport& node);
Result<void> save_slice(NodeExport& node);
Result<void> save_transpose(NodeExport& node);

// The format's number of a node's fused activation, and its name's.
std::int8_t activation_number(std::string_view activation);

// The attribute `activation` of a fused activation's number in the file.
Result<Attr> activation_attr(std::int8_t fused);

}  // namespace thimble::tflite
