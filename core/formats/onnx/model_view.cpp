#include "core/formats/onnx/model_view.h"

#include <climits>

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
  if (view.model_->functions_size() > 0) {
    diagnostics.note("functions", format("%d functions are defined in the file; nodes that call them are refused: onnx.inliner puts "
                                         "them in place",
                                         view.model_->functions_size()));
  }
  expand_qlinear(*view.model_->mutable_graph());
  view.index_readers();
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
    diagnostics.note("opset_import",
                     format("operator set %lld is newer than %lld, the newest that we know: operators are read as of that one",
                            static_cast<long long>(opset_), static_cast<long long>(kNewestOpset)));
  }
  return {};
}

void ModelView::index_readers() {
  for (std::size_t i = 0; i < node_count(); ++i) {
    for (const std::string& name : node(i).input()) {
      if (!name.empty()) readers_[name].push_back(i);
    }
  }
  for (const pb::ValueInfoProto& output : graph().output()) outputs_[output.name()] = true;
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
