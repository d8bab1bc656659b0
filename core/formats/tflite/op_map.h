// Which TFLite operator becomes which of ours: one row an operator, in op_map.cpp.
#pragma once

#include <cstdint>
#include <span>

#include "core/formats/tflite/importer.h"
#include "core/ops/op_kind.h"

namespace thimble::tflite {

struct OpRow {
  std::int32_t code;  // the operator's published number
  OpKind kind;
  Result<void> (*import)(OpContext&, OpKind);
};

const OpRow* find_row(std::int32_t code);
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

// The attribute `activation` of a fused activation's number in the file.
Result<Attr> activation_attr(std::int8_t fused);

}  // namespace thimble::tflite
