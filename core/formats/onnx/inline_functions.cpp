#include "core/formats/onnx/inline_functions.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/formats/onnx/fold.h"
#include "core/formats/onnx/op_map.h"
#include "core/formats/onnx/wire_walk.h"

namespace thimble::onnx {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxCopiedBytes = std::size_t{256} << 20;

// A function's names and attributes where it is called.
class Call {
 public:
  Call(const pb::FunctionProto& function, const pb::NodeProto& node, std::size_t number) : prefix_(format("call%zu/", number)) {
    for (int i = 0; i < function.input_size(); ++i) names_[function.input(i)] = i < node.input_size() ? node.input(i) : std::string();
    for (int i = 0; i < function.output_size() && i < node.output_size(); ++i) {
      if (!node.output(i).empty()) names_[function.output(i)] = node.output(i);
    }
    for (const pb::AttributeProto& attribute : function.attribute_proto()) attributes_[attribute.name()] = &attribute;
    for (const pb::AttributeProto& attribute : node.attribute()) attributes_[attribute.name()] = &attribute;
  }

  Result<pb::NodeProto> here(pb::NodeProto node, int depth) const {
    for (std::string& name : *node.mutable_input()) rename(name);
    for (std::string& name : *node.mutable_output()) rename(name);
    if (!node.name().empty()) node.set_name(prefix_ + node.name());
    google::protobuf::RepeatedPtrField<pb::AttributeProto> filled;
    for (pb::AttributeProto& attribute : *node.mutable_attribute()) {
      if (!attribute.ref_attr_name().empty()) {
        const auto given = attributes_.find(attribute.ref_attr_name());
        if (given == attributes_.end()) continue;
        pb::AttributeProto value = *given->second;
        value.set_name(attribute.name());
        *filled.Add() = std::move(value);
        continue;
      }
      if (attribute.has_g()) {
        THIMBLE_TRY(*attribute.mutable_g(), graph_here(attribute.g(), depth));
      }
      *filled.Add() = std::move(attribute);
    }
    node.mutable_attribute()->Swap(&filled);
    return node;
  }

 private:
  void rename(std::string& name) const {
    if (name.empty()) return;
    const auto known = names_.find(name);
    name = known == names_.end() ? prefix_ + name : known->second;
  }

  Result<std::string> graph_here(const std::string& bytes, int depth) const {
    if (depth > kMaxDepth) return out_of_budget(format("graphs in graphs, more than %d deep", kMaxDepth));
    THIMBLE_TRY_VOID(wire_walk_graph(std::as_bytes(std::span(bytes))));
    pb::GraphProto graph;
    if (!graph.ParseFromString(bytes)) return bad_data("a graph in an attribute that is none");
    for (pb::NodeProto& node : *graph.mutable_node()) {
      THIMBLE_TRY(node, here(std::move(node), depth + 1));
    }
    for (auto& tensor : *graph.mutable_initializer()) rename(*tensor.mutable_name());
    for (auto& port : *graph.mutable_input()) rename(*port.mutable_name());
    for (auto& port : *graph.mutable_output()) rename(*port.mutable_name());
    return graph.SerializeAsString();
  }

  std::string prefix_;
  std::map<std::string, std::string, std::less<>> names_;
  std::map<std::string, const pb::AttributeProto*, std::less<>> attributes_;
};

}  // namespace

FunctionInliner::FunctionInliner(const pb::ModelProto& model) {
  for (const pb::FunctionProto& function : model.functions())
    functions_.try_emplace({function.domain(), function.name(), function.overload()}, &function);
}

const pb::FunctionProto* FunctionInliner::function_of(const pb::NodeProto& node) const {
  const bool standard = node.domain().empty() || node.domain() == "ai.onnx";
  if (find_row(node.op_type(), node.domain()) || (standard && (can_fold(node.op_type()) || asks_for_dims(node.op_type())))) return nullptr;
  const auto found = functions_.find({node.domain(), node.op_type(), node.overload()});
  return found == functions_.end() ? nullptr : found->second;
}

Result<void> FunctionInliner::put(pb::NodeProto node, int depth, Nodes& out) {
  const pb::FunctionProto* function = function_of(node);
  const std::string place = "function '" + printable(node.op_type()) + "'";
  if (!function) {
    if (static_cast<std::size_t>(out.size()) >= kMaxNodes)
      return out_of_budget(format("more than %zu nodes with those of functions", kMaxNodes), "is this the right file?");
    *out.Add() = std::move(node);
    return {};
  }
  if (depth > kMaxDepth) {
    return bad_data(format("functions that call each other more than %d deep", kMaxDepth),
                    "a function must not call itself: export the model again")
        .in(place);
  }
  const Call call(*function, node, calls_++);
  for (const pb::NodeProto& inner : function->node()) {
    copied_bytes_ += inner.ByteSizeLong();
    if (copied_bytes_ > kMaxCopiedBytes) return out_of_budget("functions that make more than 256 MiB of nodes").in(place);
    THIMBLE_TRY(pb::NodeProto here, call.here(inner, depth).in(place));
    THIMBLE_TRY_VOID(put(std::move(here), depth + 1, out));
  }
  return {};
}

Result<void> FunctionInliner::run(pb::GraphProto& graph) {
  const auto calls_any = [&] {
    return std::any_of(graph.node().begin(), graph.node().end(), [&](const pb::NodeProto& node) { return function_of(node) != nullptr; });
  };
  if (functions_.empty() || !calls_any()) return {};
  Nodes out;
  for (pb::NodeProto& node : *graph.mutable_node()) THIMBLE_TRY_VOID(put(std::move(node), 0, out));
  graph.mutable_node()->Swap(&out);
  return {};
}

}  // namespace thimble::onnx
