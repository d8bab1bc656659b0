#include "core/formats/onnx/op_map.h"

#include "core/base/text.h"

namespace thimble::onnx {
namespace {

constexpr OpRow kRows[] = {
    {"Abs", OpKind::abs, import_unary, Integers::one_node},
    {"Add", OpKind::add, import_binary, Integers::one_node},
    {"ArgMax", OpKind::reduce_max, import_arg_max, Integers::none, false},
    {"AveragePool", OpKind::average_pool2d, import_pool, Integers::one_node},
    {"BatchNormalization", OpKind::batch_norm, import_batch_norm},
    {"Cast", OpKind::reshape, import_cast},
    {"CastLike", OpKind::reshape, import_cast},
    {"Ceil", OpKind::ceil, import_unary},
    {"Celu", OpKind::elu, import_celu},
    {"Clip", OpKind::clip, import_clip, Integers::one_node, false},
    {"Concat", OpKind::concatenation, import_concat, Integers::one_node},
    {"Conv", OpKind::conv2d, import_conv, Integers::one_node},
    {"ConvTranspose", OpKind::transpose_conv2d, import_conv_transpose, Integers::one_node},
    {"Cos", OpKind::cos, import_unary},
    {"DepthToSpace", OpKind::depth_to_space, import_depth_space, Integers::one_node},
    {"DequantizeLinear", OpKind::dequantize, import_dequantize},
    {"Div", OpKind::div, import_binary, Integers::one_node},
    {"Dropout", OpKind::reshape, import_dropout, Integers::one_node, false},
    {"Elu", OpKind::elu, import_alpha, Integers::one_node},
    {"Erf", OpKind::erf, import_unary},
    {"Exp", OpKind::exp, import_unary},
    {"Expand", OpKind::gather, import_expand, Integers::one_node, false},
    {"Flatten", OpKind::reshape, import_flatten, Integers::one_node, false},
    {"Floor", OpKind::floor, import_unary},
    {"Gather", OpKind::gather, import_gather, Integers::one_node, false},
    {"Gelu", OpKind::gelu, import_gelu},
    {"Gelu", OpKind::gelu, import_gelu, Integers::none, true, "com.microsoft"},
    {"Gemm", OpKind::fully_connected, import_gemm, Integers::one_node},
    {"GlobalAveragePool", OpKind::mean, import_global_pool, Integers::one_node},
    {"GlobalMaxPool", OpKind::reduce_max, import_global_pool, Integers::one_node},
    {"GroupNormalization", OpKind::mean, import_group_norm},
    {"HardSigmoid", OpKind::hard_sigmoid, import_hard_sigmoid},
    {"HardSwish", OpKind::hard_swish, import_unary, Integers::one_node},
    {"Identity", OpKind::reshape, import_identity, Integers::one_node, false},
    {"InstanceNormalization", OpKind::mean, import_instance_norm},
    {"LRN", OpKind::average_pool2d, import_lrn},
    {"LayerNormalization", OpKind::mean, import_layer_norm},
    {"LeakyRelu", OpKind::leaky_relu, import_alpha, Integers::one_node},
    {"Log", OpKind::log, import_unary},
    {"LogSoftmax", OpKind::log_softmax, import_softmax},
    {"MatMul", OpKind::fully_connected, import_matmul, Integers::one_node},
    {"Max", OpKind::maximum, import_variadic},
    {"MaxPool", OpKind::max_pool2d, import_pool, Integers::one_node},
    {"Mean", OpKind::add, import_variadic},
    {"MeanVarianceNormalization", OpKind::mean, import_mean_variance_norm},
    {"Min", OpKind::minimum, import_variadic},
    {"Mish", OpKind::tanh, import_mish},
    {"Mul", OpKind::mul, import_binary, Integers::one_node},
    {"Neg", OpKind::neg, import_unary},
    {"PRelu", OpKind::prelu, import_prelu},
    {"Pad", OpKind::pad, import_pad, Integers::one_node, false},
    {"Pow", OpKind::pow, import_binary},
    {"RMSNormalization", OpKind::mean, import_layer_norm},
    {"Reciprocal", OpKind::div, import_reciprocal},
    {"QuantizeLinear", OpKind::quantize, import_quantize},
    {"ReduceL1", OpKind::sum, import_reduce},
    {"ReduceL2", OpKind::sum, import_reduce},
    {"ReduceLogSum", OpKind::sum, import_reduce},
    {"ReduceLogSumExp", OpKind::sum, import_reduce},
    {"ReduceMax", OpKind::reduce_max, import_reduce, Integers::one_node, false},
    {"ReduceMean", OpKind::mean, import_reduce, Integers::one_node, false},
    {"ReduceMin", OpKind::reduce_min, import_reduce, Integers::one_node, false},
    {"ReduceProd", OpKind::reduce_prod, import_reduce},
    {"ReduceSum", OpKind::sum, import_reduce},
    {"ReduceSumSquare", OpKind::sum, import_reduce},
    {"Relu", OpKind::relu, import_relu, Integers::one_node},
    {"Reshape", OpKind::reshape, import_reshape, Integers::one_node, false},
    {"Resize", OpKind::resize_nearest, import_resize, Integers::one_node, false},
    {"Round", OpKind::round, import_unary},
    {"Selu", OpKind::selu, import_selu},
    {"Sigmoid", OpKind::logistic, import_unary, Integers::one_node},
    {"Sin", OpKind::sin, import_unary},
    {"Slice", OpKind::slice, import_slice, Integers::one_node, false},
    {"Softmax", OpKind::softmax, import_softmax, Integers::one_node},
    {"Softplus", OpKind::softplus, import_unary},
    {"Softsign", OpKind::softsign, import_unary},
    {"SpaceToDepth", OpKind::space_to_depth, import_depth_space, Integers::one_node},
    {"Split", OpKind::slice, import_split, Integers::one_node, false},
    {"Sqrt", OpKind::sqrt, import_unary},
    {"Squeeze", OpKind::reshape, import_squeeze, Integers::one_node, false},
    {"Sub", OpKind::sub, import_binary, Integers::one_node},
    {"Sum", OpKind::add, import_variadic},
    {"Swish", OpKind::mul, import_swish},
    {"Tanh", OpKind::tanh, import_unary, Integers::one_node},
    {"Tile", OpKind::gather, import_tile, Integers::one_node, false},
    {"Transpose", OpKind::transpose, import_transpose, Integers::one_node, false},
    {"Unsqueeze", OpKind::reshape, import_unsqueeze, Integers::one_node, false},
    {"Upsample", OpKind::resize_nearest, import_resize, Integers::one_node, false},
};

struct Family {
  std::string_view hint;
  std::initializer_list<std::string_view> members;
};
const Family kFamilies[] = {
    {"loops, and branches that depend on the samples, are not taken: export with fixed settings and sizes, so that the exporter can leave "
     "out what does not run",
     {"If", "Loop", "Scan"}},
    {"recurrent layers are not taken yet: use convolutions over time (TCN, DS-CNN), or unroll the layer before the export",
     {"LSTM", "GRU", "RNN"}},
    {"sequences and optionals are not taken: give the network one tensor for each value",
     {"SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength", "SequenceMap",
      "SplitToSequence", "ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement"}},
    {"text is not taken: turn it into numbers before the network",
     {"StringConcat", "StringNormalizer", "StringSplit", "RegexFullMatch", "TfIdfVectorizer", "LabelEncoder", "CategoryMapper"}},
    {"the post-processing belongs into the program behind the network: cut the network before it",
     {"NonMaxSuppression", "TopK", "ArgMin", "NonZero", "Unique", "Compress", "OneHot", "Hardmax", "RoiAlign", "MaxRoiPool"}},
    {"give us the float network that it was before quantize_dynamic, which is quantized here, or one of quantize_static: scales that the "
     "network computes need float hardware",
     {"DynamicQuantizeLinear", "ConvInteger", "MatMulInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat"}},
    {"this is a part of training: export the network for inference (model.eval())",
     {"Adagrad", "Adam", "Gradient", "Momentum", "NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss", "Bernoulli", "RandomNormal",
      "RandomNormalLike", "RandomUniform", "RandomUniformLike", "Multinomial"}},
};

}  // namespace

std::span<const OpRow> all_rows() { return kRows; }

const OpRow* find_row(std::string_view op_type, std::string_view domain) {
  if (domain == "ai.onnx") domain = {};
  for (const OpRow& row : kRows) {
    if (row.op_type == op_type && row.domain == domain) return &row;
  }
  return nullptr;
}

std::string operator_label(const pb::NodeProto& node) {
  const std::string name = printable(node.op_type(), 60);
  return node.domain().empty() || node.domain() == "ai.onnx" ? name : printable(node.domain(), 60) + "." + name;
}

std::string unsupported_hint(const pb::NodeProto& node) {
  if (!node.domain().empty() && node.domain() != "ai.onnx") {
    return node.domain() == "ai.onnx.ml" ? "classical models (trees, scalers) are not taken: give us the neural network alone"
                                         : "operators of other domains are not taken: export without fusions or custom operators";
  }
  for (const Family& family : kFamilies) {
    for (const std::string_view member : family.members) {
      if (member == node.op_type()) return std::string(family.hint);
    }
  }
  return "replace it by operators that 'thimble support' lists, or cut the network before it";
}

}  // namespace thimble::onnx
