#include "core/formats/tflite/op_map.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble::tflite {
namespace {

constexpr OpRow kRows[] = {
    {0, OpKind::add, import_add, save_add},
    {1, OpKind::average_pool2d, import_pool2d, save_average_pool2d},
    {2, OpKind::concatenation, import_concatenation, save_concatenation},
    {3, OpKind::conv2d, import_conv2d, save_conv2d},
    {4, OpKind::depthwise_conv2d, import_depthwise_conv2d, save_depthwise_conv2d},
    {6, OpKind::dequantize, import_dequantize, save_plain},
    {9, OpKind::fully_connected, import_fully_connected, save_fully_connected},
    {14, OpKind::logistic, import_unary, save_plain},
    {17, OpKind::max_pool2d, import_pool2d, save_max_pool2d},
    {18, OpKind::mul, import_mul, save_mul},
    {19, OpKind::relu, import_relu, save_relu},  // RELU
    {20, OpKind::relu, import_relu},  // RELU_N1_TO_1
    {21, OpKind::relu, import_relu},  // RELU6
    {22, OpKind::reshape, import_reshape, save_reshape},
    {25, OpKind::softmax, import_softmax, save_softmax},
    {28, OpKind::tanh, import_unary, save_plain},
    {34, OpKind::pad, import_pad, save_pad},
    {39, OpKind::transpose, import_transpose, save_transpose},
    {40, OpKind::mean, import_mean, save_mean},
    {41, OpKind::sub, import_sub, save_sub},
    {43, OpKind::reshape, import_squeeze},      // SQUEEZE
    {45, OpKind::slice, import_strided_slice},  // STRIDED_SLICE
    {49, OpKind::slice, import_split},          // SPLIT: a slice for each part
    {60, OpKind::pad, import_pad},              // PADV2
    {65, OpKind::slice, import_slice, save_slice},
    {70, OpKind::reshape, import_expand_dims},  // EXPAND_DIMS
    {98, OpKind::leaky_relu, import_leaky_relu, save_leaky_relu},
    {102, OpKind::slice, import_split_v},  // SPLIT_V
    {114, OpKind::quantize, import_unary, save_plain},
    {117, OpKind::hard_swish, import_unary, save_plain},
};

}  // namespace

const OpRow* find_row(std::int32_t code) {
  for (const OpRow& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

const OpRow* find_save_row(OpKind kind) {
  for (const OpRow& row : kRows) {
    if (row.kind == kind && row.save) return &row;
  }
  return nullptr;
}

std::span<const OpRow> all_rows() { return kRows; }

// The place in this list is the format's number.
constexpr std::string_view kActivationNames[] = {"none", "relu", "relu_n1_to_1", "relu6"};

std::int8_t activation_number(std::string_view activation) {
  const auto found = std::find(std::begin(kActivationNames), std::end(kActivationNames), activation);
  THIMBLE_CHECK(found != std::end(kActivationNames));  // verify() has compared it with kActivations
  return static_cast<std::int8_t>(found - std::begin(kActivationNames));
}

Result<Attr> activation_attr(std::int8_t fused) {
  if (fused >= 0 && static_cast<std::size_t>(fused) < std::size(kActivationNames))
    return Attr{"activation", std::string(kActivationNames[static_cast<std::size_t>(fused)])};
  const std::string name = fused == 4 ? "TANH" : fused == 5 ? "SIGN_BIT" : format("number %d", fused);
  return unsupported("a fused activation " + name, "use relu or relu6, or a tanh of its own");
}

}  // namespace thimble::tflite
