// Quantized networks, in both forms: QuantizeLinear / DequantizeLinear around float operators (QDQ), and operators on integers
// (QLinearConv and its like), which are first written as the former. Neither stays: an operator between a dequantize and a
// quantize is one integer node of ours.
//   uint8  the file's uint8 is int8 less 128 here, with the zero point moved along: the same real numbers
//   float  an operator without an integer form, or without scales for its result, stays float between our own dequantize and
//          quantize nodes
//   fixed  softmax, logistic and tanh of integers are integers even where the file gives their result no scale: they have one by the
//          8-bit specification; that is noted, for the file's own runtime computes them in floats
#pragma once

#include "core/formats/onnx/importer.h"

namespace thimble::onnx {

// Scale and zero point of a value, in our numbers.
struct ValueQuant {
  QuantParams params;
  DType dtype = DType::s8;
  bool shifted = false;  // uint8 in the file
};
// Of a QuantizeLinear or DequantizeLinear with constant operands; `elem` is of the integers where the file says it elsewhere.
Result<ValueQuant> value_quant(const Tensor& scale, const Tensor* zero_point, Elem elem);

// What the row of op_map.cpp says an operator does with integers.
enum class Integers : std::uint8_t { none, one_node };

}  // namespace thimble::onnx
