#include "core/formats/onnx/export_map.h"

namespace thimble::onnx {
namespace {

constexpr SaveRow kRows[] = {
    {OpKind::abs, "Abs", save_unary},
    {OpKind::add, "Add", save_binary},
    {OpKind::average_pool2d, "AveragePool", save_pool},
    {OpKind::batch_matmul, "MatMul", save_batch_matmul},
    {OpKind::batch_norm, "BatchNormalization", save_batch_norm},
    {OpKind::ceil, "Ceil", save_unary},
    {OpKind::clip, "Clip", save_clip},
    {OpKind::concatenation, "Concat", save_concatenation},
    {OpKind::conv2d, "Conv", save_conv2d},
    {OpKind::cos, "Cos", save_unary},
    {OpKind::depth_to_space, "DepthToSpace", save_blocks},
    {OpKind::depthwise_conv2d, "Conv", save_depthwise_conv2d},
    {OpKind::dequantize, "DequantizeLinear", save_identity},
    {OpKind::div, "Div", save_binary},
    {OpKind::elu, "Elu", save_unary},
    {OpKind::erf, "Erf", save_unary},
    {OpKind::exp, "Exp", save_unary},
    {OpKind::floor, "Floor", save_unary},
    {OpKind::fully_connected, "Gemm", save_fully_connected},
    {OpKind::gather, "Gather", save_gather},
    {OpKind::gelu, "Mul", save_gelu},
    {OpKind::hard_sigmoid, "HardSigmoid", save_unary},
    {OpKind::hard_swish, "HardSwish", save_unary},
    {OpKind::leaky_relu, "LeakyRelu", save_unary},
    {OpKind::log, "Log", save_unary},
    {OpKind::log_softmax, "LogSoftmax", save_softmax},
    {OpKind::logistic, "Sigmoid", save_unary},
    {OpKind::max_pool2d, "MaxPool", save_pool},
    {OpKind::maximum, "Max", save_binary},
    {OpKind::mean, "ReduceMean", save_reduce},
    {OpKind::minimum, "Min", save_binary},
    {OpKind::mul, "Mul", save_binary},
    {OpKind::neg, "Neg", save_unary},
    {OpKind::pad, "Pad", save_pad},
    {OpKind::pow, "Pow", save_binary},
    {OpKind::prelu, "PRelu", save_binary},
    {OpKind::quantize, "QuantizeLinear", save_identity},
    {OpKind::reduce_max, "ReduceMax", save_reduce},
    {OpKind::reduce_min, "ReduceMin", save_reduce},
    {OpKind::reduce_prod, "ReduceProd", save_reduce},
    {OpKind::relu, "Relu", save_relu},
    {OpKind::reshape, "Reshape", save_reshape},
    {OpKind::resize_bilinear, "Resize", save_resize},
    {OpKind::resize_nearest, "Resize", save_resize},
    {OpKind::round, "Round", save_unary},
    {OpKind::rsqrt, "Sqrt", save_rsqrt},
    {OpKind::selu, "Selu", save_unary},
    {OpKind::sin, "Sin", save_unary},
    {OpKind::slice, "Slice", save_slice},
    {OpKind::softmax, "Softmax", save_softmax},
    {OpKind::softplus, "Softplus", save_unary},
    {OpKind::softsign, "Softsign", save_unary},
    {OpKind::space_to_depth, "SpaceToDepth", save_blocks},
    {OpKind::sqrt, "Sqrt", save_unary},
    {OpKind::square, "Mul", save_square},
    {OpKind::sub, "Sub", save_binary},
    {OpKind::sum, "ReduceSum", save_reduce},
    {OpKind::tanh, "Tanh", save_unary},
    {OpKind::transpose, "Transpose", save_transpose},
    {OpKind::transpose_conv2d, "ConvTranspose", save_transpose_conv2d},
};

}  // namespace

const SaveRow* find_save_row(OpKind kind) {
  for (const SaveRow& row : kRows) {
    if (row.kind == kind) return &row;
  }
  return nullptr;
}

}  // namespace thimble::onnx
