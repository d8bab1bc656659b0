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
std::span<const OpRow> all_rows();

// import_compute.cpp: operators that calculate
Result<void> import_conv2d(OpContext& op, OpKind kind);
Result<void> import_depthwise_conv2d(OpContext& op, OpKind kind);
Result<void> import_pool2d(OpContext& op, OpKind kind);
Result<void> import_fully_connected(OpContext& op, OpKind kind);
Result<void> import_add(OpContext& op, OpKind kind);
Result<void> import_sub(OpContext& op, OpKind kind);
Result<void> import_mul(OpContext& op, OpKind kind);
Result<void> import_mean(OpContext& op, OpKind kind);
Result<void> import_softmax(OpContext& op, OpKind kind);
Result<void> import_leaky_relu(OpContext& op, OpKind kind);
Result<void> import_relu(OpContext& op, OpKind kind);
Result<void> import_dequantize(OpContext& op, OpKind kind);
Result<void> import_unary(OpContext& op, OpKind kind);

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
Result<void> save_mean(NodeExport& node);
Result<void> save_softmax(NodeExport& node);
Result<void> save_leaky_relu(NodeExport& node);
Result<void> save_relu(NodeExport& node);
Result<void> save_plain(NodeExport& node);  // operands only

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
