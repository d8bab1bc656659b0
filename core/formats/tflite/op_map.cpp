#include "core/formats/tflite/op_map.h"

#include "core/base/text.h"

namespace thimble::tflite {
namespace {

constexpr OpRow kRows[] = {
    {0, OpKind::add, import_add},
    {1, OpKind::average_pool2d, import_pool2d},
    {2, OpKind::concatenation, import_concatenation},
    {3, OpKind::conv2d, import_conv2d},
    {4, OpKind::depthwise_conv2d, import_depthwise_conv2d},
    {6, OpKind::dequantize, import_unary},
    {9, OpKind::fully_connected, import_fully_connected},
    {14, OpKind::logistic, import_unary},
    {17, OpKind::max_pool2d, import_pool2d},
    {18, OpKind::mul, import_mul},
    {19, OpKind::relu, import_relu},  // RELU
    {20, OpKind::relu, import_relu},  // RELU_N1_TO_1
    {21, OpKind::relu, import_relu},  // RELU6
    {22, OpKind::reshape, import_reshape},
    {25, OpKind::softmax, import_softmax},
    {28, OpKind::tanh, import_unary},
    {34, OpKind::pad, import_pad},
    {39, OpKind::transpose, import_transpose},
    {40, OpKind::mean, import_mean},
    {41, OpKind::sub, import_sub},
    {43, OpKind::reshape, import_squeeze},      // SQUEEZE
    {45, OpKind::slice, import_strided_slice},  // STRIDED_SLICE
    {49, OpKind::slice, import_split},          // SPLIT: a slice for each part
    {60, OpKind::pad, import_pad},              // PADV2
    {65, OpKind::slice, import_slice},
    {70, OpKind::reshape, import_expand_dims},  // EXPAND_DIMS
    {98, OpKind::leaky_relu, import_leaky_relu},
    {102, OpKind::slice, import_split_v},  // SPLIT_V
    {114, OpKind::quantize, import_unary},
    {117, OpKind::hard_swish, import_unary},
};

}  // namespace

const OpRow* find_row(std::int32_t code) {
  for (const OpRow& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

std::span<const OpRow> all_rows() { return kRows; }

Result<Attr> activation_attr(std::int8_t fused) {
  constexpr std::string_view kTaken[] = {"none", "relu", "relu_n1_to_1", "relu6"};  // numbers 0 to 3 of the format
  if (fused >= 0 && static_cast<std::size_t>(fused) < std::size(kTaken))
    return Attr{"activation", std::string(kTaken[static_cast<std::size_t>(fused)])};
  const std::string name = fused == 4 ? "TANH" : fused == 5 ? "SIGN_BIT" : format("number %d", fused);
  return unsupported("a fused activation " + name, "use relu or relu6, or a tanh of its own");
}

}  // namespace thimble::tflite
