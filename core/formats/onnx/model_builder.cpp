#include "core/formats/onnx/model_builder.h"

#include <algorithm>
#include <cstring>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/format_def.h"

namespace thimble::onnx {
namespace {

// Numbers of AttributeProto.type.
constexpr std::int32_t kFloat = 1, kInt = 2, kString = 3, kInts = 7;

void set_attribute(pb::NodeProto& node, const Attr& attr) {
  pb::AttributeProto& out = *node.add_attribute();
  out.set_name(attr.name);
  if (const auto* integer = std::get_if<std::int64_t>(&attr.value)) {
    out.set_type(kInt);
    out.set_i(*integer);
  } else if (const auto* real = std::get_if<double>(&attr.value)) {
    out.set_type(kFloat);
    out.set_f(static_cast<float>(*real));
  } else if (const auto* text = std::get_if<std::string>(&attr.value)) {
    out.set_type(kString);
    out.set_s(*text);
  } else {
    out.set_type(kInts);
    for (const std::int64_t item : *std::get_if<std::vector<std::int64_t>>(&attr.value)) out.add_ints(item);
  }
}

void describe(pb::ValueInfoProto& info, const std::string& name, DType dtype, const Shape& dims) {
  info.set_name(name);
  pb::TypeProto::Tensor& tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(type_number(dtype));
  pb::TensorShapeProto& shape = *tensor.mutable_shape();
  for (const std::int64_t dim : dims) shape.add_dim()->set_dim_value(dim);
}

bool same_constant(const pb::TensorProto& tensor, DType dtype, const Shape& dims, const Blob& bytes) {
  if (tensor.data_type() != type_number(dtype) || tensor.dims_size() != static_cast<int>(dims.size())) return false;
  if (!std::equal(dims.begin(), dims.end(), tensor.dims().begin())) return false;
  const std::string& data = tensor.raw_data();
  return data.size() == bytes.size() && (data.empty() || std::memcmp(data.data(), bytes.bytes().data(), data.size()) == 0);
}

}  // namespace

std::int32_t type_number(DType dtype) {
  switch (dtype) {
    case DType::f32: return 1;
    case DType::u8: return 2;
    case DType::s8: return 3;
    case DType::s16: return 5;
    case DType::s32: return 6;
    case DType::s64: return 7;
    case DType::b8: return 9;
    case DType::f16: return 10;
  }
  return 0;
}

std::string ModelBuilder::unique(std::string_view wish) {
  std::string name(wish.empty() ? "value" : wish);
  const std::string stem = name;
  for (int i = 2; names_.contains(name); ++i) name = cat(stem, "_", i);
  names_.insert(name);
  return name;
}

std::string ModelBuilder::node(std::string_view op_type, std::span<const std::string> inputs, const AttrSet& attrs,
                               std::string_view output_wish) {
  pb::NodeProto& out = *model_.mutable_graph()->add_node();
  std::string name = unique(output_wish);
  out.set_op_type(std::string(op_type));
  out.set_name(cat(name, ":", op_type));
  for (const std::string& input : inputs) out.add_input(input);
  out.add_output(name);
  for (const Attr& attr : attrs) set_attribute(out, attr);
  made_.insert(name);
  return name;
}

std::string ModelBuilder::constant(DType dtype, const Shape& dims, const Blob& bytes, std::string_view wish) {
  std::vector<int>& alike = initializers_[{fnv1a(bytes.bytes()), bytes.size()}];
  for (const int index : alike) {
    const pb::TensorProto& tensor = model_.graph().initializer(index);
    if (same_constant(tensor, dtype, dims, bytes)) return tensor.name();
  }
  constant_bytes_ += bytes.size();
  std::string name = unique(wish);
  alike.push_back(model_.graph().initializer_size());
  pb::TensorProto& out = *model_.mutable_graph()->add_initializer();
  out.set_name(name);
  out.set_data_type(type_number(dtype));
  for (const std::int64_t dim : dims) out.add_dims(dim);
  // More than a file carries is told by finish(); nothing is copied for it.
  if (constant_bytes_ <= kMaxModelBytes) out.set_raw_data(bytes.bytes().data(), bytes.size());
  return name;
}

void ModelBuilder::add_input(const std::string& name, DType dtype, const Shape& dims) {
  describe(*model_.mutable_graph()->add_input(), name, dtype, dims);
}

void ModelBuilder::add_output(const std::string& name, DType dtype, const Shape& dims) {
  describe(*model_.mutable_graph()->add_output(), name, dtype, dims);
}

void ModelBuilder::rename(const std::string& from, const std::string& to) {
  for (pb::NodeProto& node : *model_.mutable_graph()->mutable_node()) {
    std::replace(node.mutable_input()->begin(), node.mutable_input()->end(), from, to);
    std::replace(node.mutable_output()->begin(), node.mutable_output()->end(), from, to);
  }
  made_.erase(from);
  made_.insert(to);
}

Result<std::vector<std::byte>> ModelBuilder::finish(std::string_view graph_name, std::string_view description, std::int64_t opset) {
  if (constant_bytes_ > kMaxModelBytes)
    return out_of_budget("more than " + bytes_text(kMaxModelBytes) + " of constants for one .onnx file");
  // IR version 10 came with opset 21; 8 is what every runtime of the last years reads.
  model_.set_ir_version(opset >= 21 ? 10 : 8);
  model_.set_producer_name("thimble");
  if (!description.empty()) model_.set_doc_string(std::string(description));
  pb::OperatorSetIdProto& set = *model_.add_opset_import();
  set.set_domain("");
  set.set_version(opset);
  model_.mutable_graph()->set_name(graph_name.empty() ? "graph" : std::string(graph_name));
  std::vector<std::byte> out(model_.ByteSizeLong());
  THIMBLE_CHECK(model_.SerializeToArray(out.data(), static_cast<int>(out.size())));
  return out;
}

}  // namespace thimble::onnx
