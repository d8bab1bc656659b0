#include "core/formats/onnx/model_view.h"

#include <climits>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/formats/onnx/expand_qlinear.h"
#include "core/formats/onnx/wire_walk.h"

namespace thimble::onnx {
namespace {

constexpr std::size_t kMaxNameBytes = 255;

bool is_standard(std::string_view domain) { return domain.empty() || domain == "ai.onnx"; }

}  // namespace

std::string clean_name(std::string_view name) {
  std::string out;
  for (const char c : name.substr(0, kMaxNameBytes)) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte >= 0x7f ? '?' : c;
  }
  return out;
}

Result<ModelView> ModelView::open(std::span<const std::byte> file, Diagnostics& diagnostics) {
  if (file.size() > INT_MAX) return out_of_budget("more than 2 GiB", "keep the weights in another file");
  THIMBLE_TRY_VOID(wire_walk(file));
  ModelView view;
  view.model_ = std::make_unique<pb::ModelProto>();
  if (!view.model_->ParseFromArray(file.data(), static_cast<int>(file.size())))
    return bad_data("no protobuf message", "the file is damaged or cut short: get it again");
  if (!view.model_->has_graph()) return bad_data("no graph in it", "the file is damaged or no ONNX model: export it again");
  THIMBLE_TRY_VOID(view.check_opsets(diagnostics));
  if (view.graph().sparse_initializer_size() > 0)
    return unsupported("sparse weights", "store them dense: onnx.numpy_helper turns sparse tensors into arrays");
  THIMBLE_TRY_VOID(view.check_function_opsets());
  view.inliner_ = std::make_unique<FunctionInliner>(*view.model_);
  THIMBLE_TRY_VOID(view.write_out(*view.model_->mutable_graph()));
  if (view.inliner_->calls() > 0)
    diagnostics.note("functions", counted(static_cast<std::int64_t>(view.inliner_->calls()), "call of a function of the file is",
                                          "calls of functions of the file are") +
                                      " written out");
  for (std::size_t i = 0; i < view.node_count(); ++i) view.index_readers(view.node(i), i, 0);
  for (const pb::ValueInfoProto& output : view.graph().output()) view.outputs_[output.name()] = true;
  return view;
}

Result<void> ModelView::check_opsets(Diagnostics& diagnostics) {
  for (const pb::OperatorSetIdProto& set : model_->opset_import()) {
    if (is_standard(set.domain())) opset_ = set.version();
  }
  // Files of before 2018 name none.
  if (model_->opset_import_size() == 0) opset_ = 1;
  if (opset_ == 0) opset_ = kNewestOpset;  // only operators of other domains
  if (opset_ < kOldestOpset) {
    return unsupported(
        format("operator set %lld, expected %lld or newer", static_cast<long long>(opset_), static_cast<long long>(kOldestOpset)),
        "onnx.version_converter.convert_version(model, 17) brings the file up to date");
  }
  if (opset_ > kNewestOpset) {
    diagnostics.warn("opset_import",
                     format("operator set %lld is newer than %lld, the newest that we know: operators are read as of that one",
                            static_cast<long long>(opset_), static_cast<long long>(kNewestOpset)));
  }
  return {};
}

// Operators are read as of one operator set; from 13 on those that exporters write mean the same in all that we know.
Result<void> ModelView::check_function_opsets() const {
  constexpr std::int64_t kOneMeaning = 13;
  for (const pb::FunctionProto& function : model_->functions()) {
    for (const pb::OperatorSetIdProto& set : function.opset_import()) {
      if (!is_standard(set.domain()) || set.version() == opset_ || (set.version() >= kOneMeaning && opset_ >= kOneMeaning)) continue;
      return unsupported(format("function '%s' of operator set %lld in a model of %lld", printable(function.name()).c_str(),
                                static_cast<long long>(set.version()), static_cast<long long>(opset_)),
                         "onnx.inliner.inline_local_functions(model, convert_version=True) puts it in place");
    }
  }
  return {};
}

Result<void> ModelView::write_out(pb::GraphProto& graph) {
  THIMBLE_TRY_VOID(inliner_->run(graph));
  expand_qlinear(graph);
  return {};
}

Result<ModelView::Branch> ModelView::add_branch(std::size_t i, const std::string& graph) {
  THIMBLE_TRY_VOID(wire_walk_graph(std::as_bytes(std::span(graph))));
  Branch out{.first = node_count(), .count = 0, .graph = {}};
  if (!out.graph.ParseFromString(graph)) return bad_data("a branch that is no graph", "the file is damaged: export it again");
  if (out.graph.output_size() != node(i).output_size())
    return bad_data(format("a branch with %d outputs for a node with %d", out.graph.output_size(), node(i).output_size()));
  THIMBLE_TRY_VOID(write_out(out.graph));
  for (int k = 0; k < out.graph.output_size(); ++k) {
    pb::NodeProto& last = *out.graph.add_node();
    last.set_op_type("Identity");
    last.set_name(node(i).name());
    last.add_input(out.graph.output(k).name());
    last.add_output(node(i).output(k));
  }
  out.count = static_cast<std::size_t>(out.graph.node_size());
  if (node_count() + out.count > kMaxNodes)
    return out_of_budget(format("more than %zu nodes with those of branches", kMaxNodes), "is this the right file?");
  for (pb::NodeProto& added : *out.graph.mutable_node()) {
    pb::NodeProto& kept = *model_->mutable_graph()->add_node();
    kept = std::move(added);
    index_readers(kept, node_count() - 1, 0);
  }
  out.graph.clear_node();
  return out;
}

void ModelView::index_readers(const pb::NodeProto& node, std::size_t reader, int depth) {
  constexpr int kMaxDepth = 32;
  for (const std::string& name : node.input()) {
    if (!name.empty()) readers_[name].push_back(reader);
  }
  for (const pb::AttributeProto& attribute : node.attribute()) {
    pb::GraphProto inner;
    if (!attribute.has_g() || depth == kMaxDepth || !wire_walk_graph(std::as_bytes(std::span(attribute.g()))).ok() ||
        !inner.ParseFromString(attribute.g()))
      continue;
    for (const pb::NodeProto& one : inner.node()) index_readers(one, reader, depth + 1);
    for (const pb::ValueInfoProto& output : inner.output()) readers_[output.name()].push_back(reader);
  }
}

std::span<const std::size_t> ModelView::readers(std::string_view name) const {
  const auto place = readers_.find(name);
  return place == readers_.end() ? std::span<const std::size_t>() : std::span<const std::size_t>(place->second);
}

bool ModelView::is_output(std::string_view name) const { return outputs_.find(name) != outputs_.end(); }

std::string ModelView::node_place(std::size_t i) const {
  const pb::NodeProto& proto = node(i);
  std::string out = format("node %zu (", i) + printable(proto.op_type(), 40) + ")";
  const std::string& name = proto.name().empty() && proto.output_size() > 0 ? proto.output(0) : proto.name();
  return name.empty() ? out : out + " '" + printable(name) + "'";
}

}  // namespace thimble::onnx
