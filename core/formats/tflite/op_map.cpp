#include "core/formats/tflite/op_map.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/formats/tflite/taken_operators.h"

namespace thimble::tflite {
namespace {

// A row without a number of its own.
constexpr std::int32_t kNoCode = -1;

constexpr OpRow kRows[] = {
    {0, OpKind::add, import_add, save_add},
    {1, OpKind::average_pool2d, import_pool2d, save_average_pool2d},
    {2, OpKind::concatenation, import_concatenation, save_concatenation},
    {3, OpKind::conv2d, import_conv2d, save_conv2d},
    {4, OpKind::depthwise_conv2d, import_depthwise_conv2d, save_depthwise_conv2d},
    {5, OpKind::depth_to_space, import_depth_to_space, save_depth_to_space},
    {6, OpKind::dequantize, import_dequantize, save_plain},
    {8, OpKind::floor, import_unary, save_plain},
    {9, OpKind::fully_connected, import_fully_connected, save_fully_connected},
    {14, OpKind::logistic, import_unary, save_plain},
    {17, OpKind::max_pool2d, import_pool2d, save_max_pool2d},
    {18, OpKind::mul, import_mul, save_mul},
    {19, OpKind::relu, import_relu, save_relu},  // RELU
    {20, OpKind::relu, import_relu},  // RELU_N1_TO_1
    {21, OpKind::relu, import_relu},  // RELU6
    {22, OpKind::reshape, import_reshape, save_reshape},
    {23, OpKind::resize_bilinear, import_resize_bilinear, save_resize_bilinear},
    {25, OpKind::softmax, import_softmax, save_softmax},
    {26, OpKind::space_to_depth, import_space_to_depth, save_space_to_depth},
    {28, OpKind::tanh, import_unary, save_plain},
    {34, OpKind::pad, import_pad, save_pad},
    {36, OpKind::gather, import_gather, save_gather},
    {39, OpKind::transpose, import_transpose, save_transpose},
    {40, OpKind::mean, import_reduce, save_reduce},
    {41, OpKind::sub, import_sub, save_sub},
    {42, OpKind::div, import_div, save_div},
    {43, OpKind::reshape, import_squeeze},      // SQUEEZE
    {45, OpKind::slice, import_strided_slice},  // STRIDED_SLICE
    {47, OpKind::exp, import_unary, save_plain},
    {49, OpKind::slice, import_split},          // SPLIT: a slice for each part
    {50, OpKind::log_softmax, import_unary, save_plain},
    {54, OpKind::prelu, import_binary, save_plain},
    {55, OpKind::maximum, import_binary, save_plain},
    {56, OpKind::reduce_max, import_arg_max},  // ARG_MAX at the end: its scores are the output
    {57, OpKind::minimum, import_binary, save_plain},
    {59, OpKind::neg, import_neg, save_plain},
    {60, OpKind::pad, import_pad},              // PADV2
    {65, OpKind::slice, import_slice, save_slice},
    {66, OpKind::sin, import_unary, save_plain},
    {67, OpKind::transpose_conv2d, import_transpose_conv, save_transpose_conv},
    {69, OpKind::gather, import_tile},          // TILE
    {70, OpKind::reshape, import_expand_dims},  // EXPAND_DIMS
    {73, OpKind::log, import_unary, save_plain},
    {74, OpKind::sum, import_reduce, save_reduce},
    {75, OpKind::sqrt, import_unary, save_plain},
    {76, OpKind::rsqrt, import_unary, save_plain},
    {77, OpKind::reshape, import_shape},  // SHAPE: no node is left of it
    {78, OpKind::pow, import_binary, save_plain},
    {81, OpKind::reduce_prod, import_reduce, save_reduce},
    {82, OpKind::reduce_max, import_reduce, save_reduce},
    {83, OpKind::concatenation, import_pack},  // PACK: nor of this, where its inputs are such numbers
    {88, OpKind::slice, import_unpack},  // UNPACK: a slice for each part
    {89, OpKind::reduce_min, import_reduce, save_reduce},
    {92, OpKind::square, import_unary, save_plain},
    {97, OpKind::resize_nearest, import_resize_nearest, save_resize_nearest},
    {98, OpKind::leaky_relu, import_leaky_relu, save_leaky_relu},
    {101, OpKind::abs, import_unary, save_plain},
    {102, OpKind::slice, import_split_v},  // SPLIT_V
    {104, OpKind::ceil, import_unary, save_plain},
    {108, OpKind::cos, import_unary, save_plain},
    {111, OpKind::elu, import_unary, save_elu},
    {114, OpKind::quantize, import_unary, save_plain},
    {116, OpKind::round, import_unary, save_plain},
    {117, OpKind::hard_swish, import_unary, save_plain},
    {126, OpKind::batch_matmul, import_batch_matmul, save_batch_matmul},
    {150, OpKind::gelu, import_gelu, save_gelu},
    {152, OpKind::clip, import_relu_0_to_1, save_clip},
    // Written only, with the operators above.
    {kNoCode, OpKind::batch_norm, nullptr, save_batch_norm},
    {kNoCode, OpKind::hard_sigmoid, nullptr, save_hard_sigmoid},
    {kNoCode, OpKind::selu, nullptr, save_selu},
    {kNoCode, OpKind::softplus, nullptr, save_softplus},
    {kNoCode, OpKind::softsign, nullptr, save_softsign},
};

}  // namespace

const OpRow* find_row(std::int32_t code) {
  for (const OpRow& row : kRows) {
    if (row.code == code && row.import) return &row;
  }
  return nullptr;
}

const OpRow* find_save_row(OpKind kind) {
  for (const OpRow& row : kRows) {
    if (row.kind == kind && row.save) return &row;
  }
  return nullptr;
}

std::vector<TakenOperator> taken_operators() {
  std::vector<TakenOperator> taken;
  for (const OpRow& row : kRows) {
    if (row.import) taken.push_back({row.code, row.kind});
  }
  return taken;
}

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
