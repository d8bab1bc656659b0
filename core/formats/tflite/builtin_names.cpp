#include "core/formats/tflite/builtin_names.h"

#include <iterator>

#include "core/base/text.h"

namespace thimble::tflite {
namespace {

// The place in this list is the operator's number in the file.
constexpr std::string_view kNames[] = {
    "ADD", "AVERAGE_POOL_2D", "CONCATENATION", "CONV_2D", "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "DEQUANTIZE", "EMBEDDING_LOOKUP", "FLOOR",
    "FULLY_CONNECTED", "HASHTABLE_LOOKUP", "L2_NORMALIZATION", "L2_POOL_2D", "LOCAL_RESPONSE_NORMALIZATION", "LOGISTIC", "LSH_PROJECTION", "LSTM",
    "MAX_POOL_2D", "MUL", "RELU", "RELU_N1_TO_1", "RELU6", "RESHAPE", "RESIZE_BILINEAR", "RNN", "SOFTMAX", "SPACE_TO_DEPTH", "SVDF", "TANH",
    "CONCAT_EMBEDDINGS", "SKIP_GRAM", "CALL", "CUSTOM", "EMBEDDING_LOOKUP_SPARSE", "PAD", "UNIDIRECTIONAL_SEQUENCE_RNN", "GATHER",
    "BATCH_TO_SPACE_ND", "SPACE_TO_BATCH_ND", "TRANSPOSE", "MEAN", "SUB", "DIV", "SQUEEZE", "UNIDIRECTIONAL_SEQUENCE_LSTM", "STRIDED_SLICE",
    "BIDIRECTIONAL_SEQUENCE_RNN", "EXP", "TOPK_V2", "SPLIT", "LOG_SOFTMAX", "DELEGATE", "BIDIRECTIONAL_SEQUENCE_LSTM", "CAST", "PRELU", "MAXIMUM",
    "ARG_MAX", "MINIMUM", "LESS", "NEG", "PADV2", "GREATER", "GREATER_EQUAL", "LESS_EQUAL", "SELECT", "SLICE", "SIN", "TRANSPOSE_CONV",
    "SPARSE_TO_DENSE", "TILE", "EXPAND_DIMS", "EQUAL", "NOT_EQUAL", "LOG", "SUM", "SQRT", "RSQRT", "SHAPE", "POW", "ARG_MIN", "FAKE_QUANT",
    "REDUCE_PROD", "REDUCE_MAX", "PACK", "LOGICAL_OR", "ONE_HOT", "LOGICAL_AND", "LOGICAL_NOT", "UNPACK", "REDUCE_MIN", "FLOOR_DIV", "REDUCE_ANY",
    "SQUARE", "ZEROS_LIKE", "FILL", "FLOOR_MOD", "RANGE", "RESIZE_NEAREST_NEIGHBOR", "LEAKY_RELU", "SQUARED_DIFFERENCE", "MIRROR_PAD", "ABS",
    "SPLIT_V", "UNIQUE", "CEIL", "REVERSE_V2", "ADD_N", "GATHER_ND", "COS", "WHERE", "RANK", "ELU", "REVERSE_SEQUENCE", "MATRIX_DIAG", "QUANTIZE",
    "MATRIX_SET_DIAG", "ROUND", "HARD_SWISH", "IF", "WHILE", "NON_MAX_SUPPRESSION_V4", "NON_MAX_SUPPRESSION_V5", "SCATTER_ND", "SELECT_V2", "DENSIFY",
    "SEGMENT_SUM", "BATCH_MATMUL", "PLACEHOLDER_FOR_GREATER_OP_CODES", "CUMSUM", "CALL_ONCE", "BROADCAST_TO", "RFFT2D", "CONV_3D", "IMAG", "REAL",
    "COMPLEX_ABS", "HASHTABLE", "HASHTABLE_FIND", "HASHTABLE_IMPORT", "HASHTABLE_SIZE", "REDUCE_ALL", "CONV_3D_TRANSPOSE", "VAR_HANDLE",
    "READ_VARIABLE", "ASSIGN_VARIABLE", "BROADCAST_ARGS", "RANDOM_STANDARD_NORMAL", "BUCKETIZE", "RANDOM_UNIFORM", "MULTINOMIAL", "GELU",
    "DYNAMIC_UPDATE_SLICE", "RELU_0_TO_1", "UNSORTED_SEGMENT_PROD", "UNSORTED_SEGMENT_MAX", "UNSORTED_SEGMENT_SUM", "ATAN2", "UNSORTED_SEGMENT_MIN",
    "SIGN", "BITCAST", "BITWISE_XOR", "RIGHT_SHIFT", "STABLEHLO_LOGISTIC", "STABLEHLO_ADD", "STABLEHLO_DIVIDE", "STABLEHLO_MULTIPLY",
    "STABLEHLO_MAXIMUM", "STABLEHLO_RESHAPE", "STABLEHLO_CLAMP", "STABLEHLO_CONCATENATE", "STABLEHLO_BROADCAST_IN_DIM", "STABLEHLO_CONVOLUTION",
    "STABLEHLO_SLICE", "STABLEHLO_CUSTOM_CALL", "STABLEHLO_REDUCE", "STABLEHLO_ABS", "STABLEHLO_AND", "STABLEHLO_COSINE", "STABLEHLO_EXPONENTIAL",
    "STABLEHLO_FLOOR", "STABLEHLO_LOG", "STABLEHLO_MINIMUM", "STABLEHLO_NEGATE", "STABLEHLO_OR", "STABLEHLO_POWER", "STABLEHLO_REMAINDER",
    "STABLEHLO_RSQRT", "STABLEHLO_SELECT", "STABLEHLO_SUBTRACT", "STABLEHLO_TANH", "STABLEHLO_SCATTER", "STABLEHLO_COMPARE", "STABLEHLO_CONVERT",
    "STABLEHLO_DYNAMIC_SLICE", "STABLEHLO_DYNAMIC_UPDATE_SLICE", "STABLEHLO_PAD", "STABLEHLO_IOTA", "STABLEHLO_DOT_GENERAL",
    "STABLEHLO_REDUCE_WINDOW", "STABLEHLO_SORT", "STABLEHLO_WHILE", "STABLEHLO_GATHER", "STABLEHLO_TRANSPOSE", "DILATE",
    "STABLEHLO_RNG_BIT_GENERATOR", "REDUCE_WINDOW", "STABLEHLO_COMPOSITE", "COMPLEX",
};

struct Family {
  std::string_view names;  // each name between spaces
  std::string_view hint;
};

// What operators of a kind have in common. The first family that has the name answers.
constexpr Family kFamilies[] = {
    {" VAR_HANDLE READ_VARIABLE ASSIGN_VARIABLE CALL_ONCE ",
     "the network keeps state in resource variables (a streaming model): export it without streaming, with the whole window as its input"},
    {" LSTM UNIDIRECTIONAL_SEQUENCE_LSTM BIDIRECTIONAL_SEQUENCE_LSTM RNN UNIDIRECTIONAL_SEQUENCE_RNN BIDIRECTIONAL_SEQUENCE_RNN SVDF ",
     "recurrent layers are not taken yet: try a convolution over time (1D or depthwise) instead"},
    {" IF WHILE CALL STABLEHLO_WHILE ", "control flow is not taken: export the network for inference, with loops unrolled"},
    {" SHAPE PACK RANK FILL RANGE GATHER ", "usually from an open batch size: convert with fixed input sizes (tf.TensorSpec with batch 1, or keras.Input(batch_size=1))"},
    {" LOG_SOFTMAX ", "leave it out or use softmax: the order of the classes stays the same"},
    {" ARG_MAX ARG_MIN TOPK_V2 NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 ", "end the network before it and do this step in the application"},
    {" MIRROR_PAD ", "pad with zeros (padding='same' or ZeroPadding2D) instead of a mirrored border"},
    {" CAST ", "usually from an input of another type: make the network's input float32 or int8 when converting"},
    {" FAKE_QUANT ", "convert with tf.lite.Optimize.DEFAULT, which replaces it by quantized tensors"},
    {" DENSIFY SPARSE_TO_DENSE ", "convert without the sparsity optimization"},
    {" RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR ", "resize the picture before the network, in the application"},
    {" ELU PRELU GELU RELU_0_TO_1 EXP ABS SIN COS ", "use relu, relu6, leaky_relu, logistic, tanh or hard_swish"},
    {" DIV SUM SQUARE SQRT RSQRT POW SQUARED_DIFFERENCE ", "often from a normalization layer: use batch normalization, which folds into convolutions when converting"},
    {" STABLEHLO_COMPOSITE ", "a layer kept as one piece by the converter: convert without composites, or replace the layer"},
    {" UNPACK ", "use slices (STRIDED_SLICE) of the tensor instead"},
    {" BATCH_MATMUL ", "with constant weights use a dense layer (FULLY_CONNECTED)"},
    {" CONV_3D CONV_3D_TRANSPOSE ", "use 2D convolutions"},
};

}  // namespace

std::string builtin_name(std::int32_t code) {
  if (code >= 0 && static_cast<std::size_t>(code) < std::size(kNames)) return std::string(kNames[static_cast<std::size_t>(code)]);
  return format("operator number %d", code);
}

std::string unsupported_hint(std::int32_t code, std::string_view custom_code) {
  if (custom_code.substr(0, 4) == "Flex") {
    return "a TensorFlow operator inside the TFLite file: convert without SELECT_TF_OPS and replace the layer that brings it by one that has TFLite operators";
  }
  if (code == kCustomOperator) return "replace the layer that brings it: a custom operator's code is not in the file";
  const std::string name = " " + builtin_name(code) + " ";
  for (const Family& family : kFamilies) {
    if (family.names.find(name) != std::string_view::npos) return std::string(family.hint);
  }
  if (code < 0 || static_cast<std::size_t>(code) >= std::size(kNames)) return "the file is newer than this program, or damaged";
  if (name.substr(1, 10) == "STABLEHLO_") return "convert to TFLite builtin operators";
  return "replace the layer that brings it by operators that are taken";
}

}  // namespace thimble::tflite
