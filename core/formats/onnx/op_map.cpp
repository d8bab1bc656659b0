#include "core/formats/onnx/op_map.h"

#include "core/base/text.h"

namespace thimble::onnx {
namespace {

constexpr OpRow kRows[] = {
    {"Abs", OpKind::abs, import_unary},
    {"Add", OpKind::add, import_binary},
    {"AveragePool", OpKind::average_pool2d, import_pool},
    {"BatchNormalization", OpKind::batch_norm, import_batch_norm},
    {"Cast", OpKind::reshape, import_cast},
    {"CastLike", OpKind::reshape, import_cast},
    {"Ceil", OpKind::ceil, import_unary},
    {"Celu", OpKind::elu, import_celu},
    {"Clip", OpKind::clip, import_clip},
    {"Concat", OpKind::concatenation, import_concat},
    {"Conv", OpKind::conv2d, import_conv},
    {"ConvTranspose", OpKind::transpose_conv2d, import_conv_transpose},
    {"Cos", OpKind::cos, import_unary},
    {"DepthToSpace", OpKind::depth_to_space, import_depth_space},
    {"Div", OpKind::div, import_binary},
    {"Dropout", OpKind::reshape, import_dropout},
    {"Elu", OpKind::elu, import_alpha},
    {"Erf", OpKind::erf, import_unary},
    {"Exp", OpKind::exp, import_unary},
    {"Expand", OpKind::gather, import_expand},
    {"Flatten", OpKind::reshape, import_flatten},
    {"Floor", OpKind::floor, import_unary},
    {"Gather", OpKind::gather, import_gather},
    {"Gelu", OpKind::gelu, import_gelu},
    {"Gelu", OpKind::gelu, import_gelu, "com.microsoft"},
    {"Gemm", OpKind::fully_connected, import_gemm},
    {"GlobalAveragePool", OpKind::mean, import_global_pool},
    {"GlobalMaxPool", OpKind::reduce_max, import_global_pool},
    {"GroupNormalization", OpKind::mean, import_group_norm},
    {"HardSigmoid", OpKind::hard_sigmoid, import_hard_sigmoid},
    {"HardSwish", OpKind::hard_swish, import_unary},
    {"Identity", OpKind::reshape, import_identity},
    {"InstanceNormalization", OpKind::mean, import_instance_norm},
    {"LRN", OpKind::average_pool2d, import_lrn},
    {"LayerNormalization", OpKind::mean, import_layer_norm},
    {"LeakyRelu", OpKind::leaky_relu, import_alpha},
    {"Log", OpKind::log, import_unary},
    {"LogSoftmax", OpKind::log_softmax, import_softmax},
    {"MatMul", OpKind::fully_connected, import_matmul},
    {"Max", OpKind::maximum, import_variadic},
    {"MaxPool", OpKind::max_pool2d, import_pool},
    {"Mean", OpKind::add, import_variadic},
    {"MeanVarianceNormalization", OpKind::mean, import_mean_variance_norm},
    {"Min", OpKind::minimum, import_variadic},
    {"Mish", OpKind::tanh, import_mish},
    {"Mul", OpKind::mul, import_binary},
    {"Neg", OpKind::neg, import_unary},
    {"PRelu", OpKind::prelu, import_prelu},
    {"Pad", OpKind::pad, import_pad},
    {"Pow", OpKind::pow, import_binary},
    {"RMSNormalization", OpKind::mean, import_layer_norm},
    {"Reciprocal", OpKind::div, import_reciprocal},
    {"ReduceL1", OpKind::sum, import_reduce},
    {"ReduceL2", OpKind::sum, import_reduce},
    {"ReduceLogSum", OpKind::sum, import_reduce},
    {"ReduceLogSumExp", OpKind::sum, import_reduce},
    {"ReduceMax", OpKind::reduce_max, import_reduce},
    {"ReduceMean", OpKind::mean, import_reduce},
    {"ReduceMin", OpKind::reduce_min, import_reduce},
    {"ReduceProd", OpKind::reduce_prod, import_reduce},
    {"ReduceSum", OpKind::sum, import_reduce},
    {"ReduceSumSquare", OpKind::sum, import_reduce},
    {"Relu", OpKind::relu, import_relu},
    {"Reshape", OpKind::reshape, import_reshape},
    {"Resize", OpKind::resize_nearest, import_resize},
    {"Round", OpKind::round, import_unary},
    {"Selu", OpKind::selu, import_selu},
    {"Sigmoid", OpKind::logistic, import_unary},
    {"Sin", OpKind::sin, import_unary},
    {"Slice", OpKind::slice, import_slice},
    {"Softmax", OpKind::softmax, import_softmax},
    {"Softplus", OpKind::softplus, import_unary},
    {"Softsign", OpKind::softsign, import_unary},
    {"SpaceToDepth", OpKind::space_to_depth, import_depth_space},
    {"Split", OpKind::slice, import_split},
    {"Sqrt", OpKind::sqrt, import_unary},
    {"Squeeze", OpKind::reshape, import_squeeze},
    {"Sub", OpKind::sub, import_binary},
    {"Sum", OpKind::add, import_variadic},
    {"Swish", OpKind::mul, import_swish},
    {"Tanh", OpKind::tanh, import_unary},
    {"Tile", OpKind::gather, import_tile},
    {"Transpose", OpKind::transpose, import_transpose},
    {"Unsqueeze", OpKind::reshape, import_unsqueeze},
    {"Upsample", OpKind::resize_nearest, import_resize},
};

struct Family {
  std::string_view hint;
  std::initializer_list<std::string_view> members;
};
const Family kFamilies[] = {
    {"branches and loops are not taken: export with fixed settings, so that the exporter can leave out what does not run (onnxsim removes "
     "those whose condition is constant)",
     {"If", "Loop", "Scan"}},
    {"recurrent layers are not taken yet: use convolutions over time (TCN, DS-CNN), or unroll the layer before the export",
     {"LSTM", "GRU", "RNN"}},
    {"sequences and optionals are not taken: give the network one tensor for each value",
     {"SequenceAt", "SequenceConstruct", "SequenceEmpty", "SequenceErase", "SequenceInsert", "SequenceLength", "SequenceMap",
      "SplitToSequence", "ConcatFromSequence", "Optional", "OptionalGetElement", "OptionalHasElement"}},
    {"text is not taken: turn it into numbers before the network",
     {"StringConcat", "StringNormalizer", "StringSplit", "RegexFullMatch", "TfIdfVectorizer", "LabelEncoder", "CategoryMapper"}},
    {"the post-processing belongs into the program behind the network: cut the network before it",
     {"NonMaxSuppression", "TopK", "ArgMax", "ArgMin", "NonZero", "Unique", "Compress", "OneHot", "Hardmax", "RoiAlign", "MaxRoiPool"}},
    {"quantize statically (onnxruntime.quantization.quantize_static): scales that the network computes need float hardware",
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
