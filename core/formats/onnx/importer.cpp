#include "core/formats/onnx/importer.h"

#include <algorithm>
#include <cstring>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/formats/onnx/fold.h"
#include "core/formats/onnx/io_layout.h"
#include "core/formats/onnx/op_map.h"

namespace thimble::onnx {
namespace {

constexpr std::size_t kMaxConstantBytes = std::size_t{1} << 30;  // of everything that is made of a file's constants

DType integer_dtype(Elem elem) {
  return elem == Elem::u8 ? DType::u8 : elem == Elem::s8 ? DType::s8 : elem == Elem::s16 ? DType::s16 : DType::f32;
}

// How a network that works on images or series says so: the first operator that an input reaches and that knows a channel.
bool is_spatial(std::string_view op_type) {
  constexpr std::string_view kSpatial[] = {"Conv",
                                           "ConvTranspose",
                                           "ConvInteger",
                                           "QLinearConv",
                                           "MaxPool",
                                           "AveragePool",
                                           "GlobalAveragePool",
                                           "GlobalMaxPool",
                                           "BatchNormalization",
                                           "InstanceNormalization",
                                           "LRN",
                                           "PRelu",
                                           "Resize",
                                           "Upsample",
                                           "DepthToSpace",
                                           "SpaceToDepth",
                                           "QLinearAveragePool",
                                           "QLinearGlobalAveragePool"};
  return std::find(std::begin(kSpatial), std::end(kSpatial), op_type) != std::end(kSpatial);
}

// Operators that an input may pass on its way there.
bool is_transparent(std::string_view op_type) {
  constexpr std::string_view kPassed[] = {"Add", "Sub",  "Mul",  "Div",    "Cast", "Identity", "QuantizeLinear", "DequantizeLinear",
                                          "Pad", "Relu", "Clip", "Dropout"};
  return std::find(std::begin(kPassed), std::end(kPassed), op_type) != std::end(kPassed);
}

}  // namespace

Importer::Importer(ModelView& model, const LoadOptions& options, Diagnostics& diagnostics)
    : model_(model),
      options_(options),
      diagnostics_(diagnostics),
      tensors_(options.read_sibling),
      interner_(graph_),
      done_(model.node_count(), false) {}

// Nodes in the file's order.
Result<void> Importer::walk(std::size_t first, std::size_t count) {
  for (std::size_t i = first; i < first + count; ++i) {
    if (done_[i]) continue;
    Result<void> imported = import_node(i);
    if (imported.ok()) continue;
    if (imported.error().code() != ErrorCode::unsupported) return with_open_batch(std::move(imported).error()).in(model_.node_place(i));
    refusals_.add(imported.error(), model_.node_place(i));
    refuse_outputs(model_.node(i));
  }
  return {};
}

Result<Graph> Importer::run() {
  THIMBLE_TRY_VOID(import_initializers(model_.graph()));
  THIMBLE_TRY_VOID(import_inputs());
  THIMBLE_TRY_VOID(walk(0, model_.node_count()));
  if (refusals_.empty()) THIMBLE_TRY_VOID(import_outputs());
  if (!refusals_.empty()) return refusals_.to_error();
  if (transposes_ > 0) {
    diagnostics_.warn("layout", counted(static_cast<std::int64_t>(transposes_), "transpose stays", "transposes stay") +
                                    " in the network, moving a whole tensor each time it runs");
  }
  drop_unused();
  return std::move(graph_);
}

// Sizes that do not fit together may come from a dimension that was taken for the batch.
Error Importer::with_open_batch(Error error) const {
  if (open_batch_.empty() || !error.hint().empty()) return error;
  if (options_.on_open_size) options_.on_open_size(open_batch_ + ":0");
  return std::move(error).or_try("the open first dimension of `" + printable(open_batch_) +
                                 "` was read as a batch of 1: if it is none, give a size for `" + printable(open_batch_) + ":0`");
}

// Nodes that no output needs: exporters leave them behind, and so do operands that turned out to be attributes.
void Importer::drop_unused() {
  std::vector<bool> needed(graph_.values.size(), false);
  for (const ValueId id : graph_.outputs) needed[index_of(id)] = true;
  bool dropped = false;
  for (std::size_t i = graph_.nodes.size(); i-- > 0;) {
    const auto id = static_cast<NodeId>(i);
    if (needed[index_of(graph_.node_outputs(id)[0])]) {
      for (const ValueId input : graph_.node_inputs(id)) needed[index_of(input)] = true;
    } else {
      graph_.nodes[i].dead = dropped = true;
    }
  }
  for (const ValueId id : graph_.inputs) needed[index_of(id)] = true;
  if (dropped || std::find(needed.begin(), needed.end(), false) != needed.end()) graph_.compact();
}

Entry* Importer::find(std::string_view name) {
  const auto place = entries_.find(name);
  return place == entries_.end() ? nullptr : &place->second;
}

Result<void> Importer::define(std::string_view name, Entry entry) {
  if (name.empty()) return {};
  const auto [place, fresh] = entries_.try_emplace(std::string(name), std::move(entry));
  if (fresh) return {};
  return bad_data("two values are called '" + printable(name) + "', expected each name once", "the file is damaged: export it again");
}

Result<void> Importer::spend(std::size_t bytes) {
  constant_bytes_ += bytes;
  if (constant_bytes_ <= kMaxConstantBytes) return {};
  return out_of_budget("constants of more than 1 GiB together",
                       "a network for a small device is a thousand times smaller: is this the right file?");
}

Result<void> Importer::import_initializers(const pb::GraphProto& graph) {
  for (const pb::TensorProto& proto : graph.initializer()) {
    Entry entry{.kind = Entry::Kind::constant, .tensor = {}, .layout = {}};
    Result<Tensor> tensor = tensors_.read(proto);
    const std::string place = "initializer '" + printable(proto.name()) + "'";
    if (tensor.ok()) {
      entry.tensor = std::move(tensor).value();
    } else if (tensor.error().code() == ErrorCode::unsupported) {
      refusals_.add(tensor.error(), place);
      entry.kind = Entry::Kind::refused;
    } else {
      return std::move(tensor).error().in(place);
    }
    THIMBLE_TRY_VOID(define(proto.name(), std::move(entry)).in(place));
  }
  return {};
}

Result<void> Importer::import_inputs() {
  for (const pb::ValueInfoProto& info : model_.graph().input()) {
    const std::string place = "input '" + printable(info.name()) + "'";
    const auto constant = options_.constants.find(info.name());
    if (constant != options_.constants.end()) {
      pb::TensorProto proto;
      if (!proto.ParseFromArray(constant->second.data(), static_cast<int>(constant->second.size())))
        return bad_data("the constant given for it is no TensorProto").in(place);
      THIMBLE_TRY(Tensor tensor, tensors_.read(proto).in(place));
      THIMBLE_TRY_VOID(define(info.name(), {.kind = Entry::Kind::constant, .tensor = std::move(tensor), .layout = {}}).in(place));
      continue;
    }
    // Until 2019 every initializer was an input too.
    const Entry* known = find(info.name());
    if (known && known->kind != Entry::Kind::activation) continue;
    Result<void> imported = import_input(info);
    if (imported.ok()) continue;
    if (imported.error().code() != ErrorCode::unsupported) return std::move(imported).error().in(place);
    refusals_.add(imported.error(), place);
    THIMBLE_TRY_VOID(define(info.name(), {.kind = Entry::Kind::refused, .tensor = {}, .layout = {}}).in(place));
  }
  return {};
}

// An open batch is 1: a device sees one sample at a time.
Result<Shape> Importer::input_dims(const pb::ValueInfoProto& info) {
  const auto& proto = info.type().tensor_type().shape();
  if (proto.dim_size() > 16) return bad_data(format("%d dimensions", proto.dim_size()));
  Shape dims;
  std::vector<std::string> open, names;
  for (int i = 0; i < proto.dim_size(); ++i) {
    const auto& dim = proto.dim(i);
    auto given = options_.sizes.find(info.name() + format(":%d", i));
    if (given == options_.sizes.end()) given = options_.sizes.find(dim.dim_param());
    if (given != options_.sizes.end() && (dim.dim_value() <= 0 || given->first != dim.dim_param())) {
      dims.push_back(given->second);
    } else if (dim.dim_value() > 0 || (i > 0 && dim.has_dim_value() && dim.dim_value() == 0)) {
      dims.push_back(dim.dim_value());
    } else if (i == 0) {
      dims.push_back(1);
      if (open_batch_.empty()) open_batch_ = info.name();
    } else {
      const std::string name = dim.dim_param().empty() ? info.name() + format(":%d", i) : dim.dim_param();
      if (options_.on_open_size) options_.on_open_size(name);
      open.push_back(std::to_string(i));
      names.push_back("`" + printable(name) + "`");
    }
  }
  if (!open.empty()) {
    return unsupported("an input whose dimension" + std::string(open.size() == 1 ? " " : "s ") + join(open, ", ") +
                           (open.size() == 1 ? " is" : " are") + " open",
                       "give a size for " + join(names, ", ") + ", or export with fixed sizes");
  }
  const std::optional<std::int64_t> count = count_of(dims);
  if (count == 0) return unsupported("an input without elements (shape " + shape_text(dims) + ")", "remove it");
  if (!count) return bad_data("shape " + shape_text(dims) + ", expected positive sizes of less than 2^31 elements together");
  return dims;
}

bool Importer::wants_channels_last(const std::string& input, std::size_t rank) const {
  std::string name = input;
  for (int step = 0; step < 16; ++step) {
    const std::span<const std::size_t> readers = model_.readers(name);
    if (readers.empty()) break;
    const pb::NodeProto& node = model_.node(readers[0]);
    if (is_spatial(node.op_type())) return true;
    if (node.op_type() == "Transpose") return false;
    if (!is_transparent(node.op_type()) || node.output_size() == 0) break;
    name = node.output(0);
  }
  return rank == 4;
}

Result<void> Importer::import_input(const pb::ValueInfoProto& info) {
  if (!info.type().has_tensor_type())
    return unsupported("a sequence, map or optional as input", "give the network one tensor for each input");
  const Elem elem = static_cast<Elem>(info.type().tensor_type().elem_type());
  if (!is_real(elem) && integer_dtype(elem) == DType::f32)
    return unsupported("an input of type " + elem_name(elem),
                       "float, int8 and uint8 inputs are taken; make it a constant, or convert inside your program");
  THIMBLE_TRY(const Shape dims, input_dims(info));
  Entry entry{.kind = Entry::Kind::activation, .tensor = {}, .layout = Layout::plain(dims)};
  if ((dims.size() == 4 || dims.size() == 3) && wants_channels_last(info.name(), dims.size())) {
    const std::vector<Factors> l = entry.layout.logical;
    entry.layout.physical = dims.size() == 4 ? std::vector<Factors>{l[0], l[2], l[3], l[1]} : std::vector<Factors>{l[0], {}, l[2], l[1]};
  }
  const Shape shape = entry.layout.physical_shape();
  if (shape.size() > kMaxRank) return unsupported(format("an input of %zu dimensions", shape.size()), "at most six are taken");
  const std::string place = "input '" + printable(info.name()) + "'";
  if (elem == Elem::f16 || elem == Elem::f64)
    diagnostics_.note(place, elem_name(elem) + " is read as float: the network computes in float32");
  if (dims.size() > 1 && dims[0] > 1) {
    diagnostics_.warn(place, format("the first dimension is %lld in the file; where that is a batch, a size of 1 for `",
                                    static_cast<long long>(dims[0])) +
                                 printable(info.name()) + ":0` makes it one sample");
  }
  if (shape != dims) diagnostics_.note(place, shape_text(dims) + " is fed as " + shape_text(shape) + ": channels are last here");
  entry.numbers = is_real(elem) ? Numbers::real : Numbers::raw;
  entry.value = interner_.add_value(is_real(elem) ? DType::f32 : integer_dtype(elem), shape, clean_name(info.name()));
  describe_port("input", graph_.inputs.size(), entry.layout);
  graph_.inputs.push_back(entry.value);
  return define(info.name(), std::move(entry));
}

Result<void> Importer::check_operands(const pb::NodeProto& node, bool& refused) {
  refused = false;
  for (const std::string& name : node.input()) {
    if (name.empty()) continue;
    const Entry* entry = find(name);
    if (!entry) {
      return bad_data("it reads '" + printable(name) + "', which no earlier node makes, no input is and no initializer gives",
                      "a weight is missing or the nodes are out of order: export the model again");
    }
    refused |= entry->kind == Entry::Kind::refused;
  }
  return {};
}

void Importer::refuse_outputs(const pb::NodeProto& node) {
  for (const std::string& name : node.output()) {
    if (!name.empty()) entries_[name].kind = Entry::Kind::refused;
  }
}

// Shape of anything, and whatever has constants only.
Result<bool> Importer::try_fold(std::size_t i) {
  const pb::NodeProto& node = model_.node(i);
  std::vector<const Tensor*> inputs;
  if (asks_for_dims(node.op_type())) {
    if (node.input_size() != 1) return bad_data("one input is expected");
    const Entry* of = find(node.input(0));
    if (!of) return bad_data("input 0 is missing", "the file is damaged: export it again");
    const Shape dims = of->dims();
    const auto rank = static_cast<std::int64_t>(dims.size());
    const Attributes attributes(node);
    THIMBLE_TRY(std::int64_t start, attributes.integer("start", 0));
    THIMBLE_TRY(std::int64_t end, attributes.integer("end", rank));
    start = std::clamp<std::int64_t>(start < 0 ? start + rank : start, 0, rank);
    end = std::clamp<std::int64_t>(end < 0 ? end + rank : end, start, rank);
    Ints sizes(dims.begin() + start, dims.begin() + end);
    if (node.op_type() == "Size") sizes = {count_of(dims).value_or(0)};
    const Shape shape = node.op_type() == "Size" ? Shape{} : Shape{static_cast<std::int64_t>(sizes.size())};
    if (node.output_size() != 1) return bad_data("one output is expected");
    THIMBLE_TRY_VOID(
        define(node.output(0), {.kind = Entry::Kind::constant, .tensor = Tensor::of_integers(Elem::s64, shape, sizes), .layout = {}}));
    return true;
  }
  if (!can_fold(node.op_type())) return false;
  for (const std::string& name : node.input()) {
    const Entry* entry = name.empty() ? nullptr : find(name);
    if (entry && !entry->constant()) return false;
    inputs.push_back(entry ? &entry->tensor : nullptr);
  }
  Result<std::vector<Tensor>> folded = fold({node, std::min(model_.opset(), kNewestOpset), inputs});
  if (!folded.ok()) {
    // An operator that runs on activations may still take it.
    if (folded.error().code() == ErrorCode::unsupported && find_row(node.op_type(), node.domain())) return false;
    return std::move(folded).error();
  }
  for (std::size_t out = 0; out < folded->size() && out < static_cast<std::size_t>(node.output_size()); ++out) {
    THIMBLE_TRY_VOID(spend((*folded)[out].bytes.size()));
    THIMBLE_TRY_VOID(
        define(node.output(static_cast<int>(out)), {.kind = Entry::Kind::constant, .tensor = std::move((*folded)[out]), .layout = {}}));
  }
  return true;
}

// The branch that runs, where the file's constants say which: exporters ask about shapes that they do not know.
Result<void> Importer::import_if(std::size_t i) {
  const pb::NodeProto& node = model_.node(i);
  const Entry* condition = node.input_size() == 1 ? find(node.input(0)) : nullptr;
  if (!condition) return bad_data(format("%d inputs, expected one", node.input_size()));
  if (!condition->constant()) return unsupported("If whose condition the network computes", unsupported_hint(node));
  if (condition->tensor.count() != 1 || !is_integer(condition->tensor.elem))
    return bad_data("a condition of " + elem_name(condition->tensor.elem) + " and shape " + shape_text(condition->tensor.dims));
  const bool holds = condition->tensor.integers()[0] != 0;
  const pb::AttributeProto* branch = Attributes(node).find(holds ? "then_branch" : "else_branch");
  if (!branch || !branch->has_g()) return bad_data("it has no branch for its condition", "the file is damaged: export it again");
  THIMBLE_TRY(const ModelView::Branch added, model_.add_branch(i, branch->g()));
  done_.resize(model_.node_count(), false);
  THIMBLE_TRY_VOID(import_initializers(added.graph));
  return walk(added.first, added.count);
}

// What only renames or reshapes a place, until it is an output.
Result<bool> Importer::pass_pick(std::size_t i) {
  const pb::NodeProto& node = model_.node(i);
  const auto is_pick = [&](const std::string& name) {
    const Entry* entry = name.empty() ? nullptr : find(name);
    return entry && entry->kind == Entry::Kind::activation && entry->numbers == Numbers::pick;
  };
  if (std::none_of(node.input().begin(), node.input().end(), is_pick)) return false;
  constexpr std::string_view kPassed[] = {"Cast", "CastLike", "Identity", "Squeeze", "Unsqueeze", "Reshape", "Flatten"};
  if (node.output_size() != 1 || !is_pick(node.input(0)) ||
      std::find(std::begin(kPassed), std::end(kPassed), node.op_type()) == std::end(kPassed))
    return unsupported("arithmetic on the place that ArgMax picks", "cut the network before the ArgMax");
  THIMBLE_TRY_VOID(define(node.output(0), *find(node.input(0))));
  return true;
}

Result<void> Importer::import_node(std::size_t i) {
  const pb::NodeProto& node = model_.node(i);
  const OpRow* row = find_row(node.op_type(), node.domain());
  const bool standard = node.domain().empty() || node.domain() == "ai.onnx";
  const bool branches = standard && node.op_type() == "If";
  bool refused = false;
  THIMBLE_TRY_VOID(check_operands(node, refused));
  if (!row && !branches && !(standard && (can_fold(node.op_type()) || asks_for_dims(node.op_type()))))
    return unsupported(operator_label(node), unsupported_hint(node));
  if (branches && !refused) return import_if(i);
  if (branches) return unsupported("If whose condition the network computes", unsupported_hint(node));
  if (refused) {
    refuse_outputs(node);
    return {};
  }
  THIMBLE_TRY(const bool passed, pass_pick(i));
  if (passed) return {};
  if (standard) {
    THIMBLE_TRY(const bool folded, try_fold(i));
    if (folded) return {};
  }
  if (!row) return unsupported(operator_label(node) + " of values that the network computes", unsupported_hint(node));
  OpContext context(*this, i);
  context.choose_numbers(*row);
  return row->import(context, row->kind);
}

// A place beside the scores that it is picked from: those are enough.
bool Importer::stands_for_another(const std::string& output) const {
  const auto entry = entries_.find(output);
  if (entry == entries_.end() || entry->second.numbers != Numbers::pick) return false;
  bool behind = false;
  for (const pb::ValueInfoProto& info : model_.graph().output()) {
    behind |= info.name() == output;
    const auto other = entries_.find(info.name());
    if (other == entries_.end() || other->second.value != entry->second.value) continue;
    if (other->second.numbers != Numbers::pick || !behind) return true;
  }
  return false;
}

Result<void> Importer::import_outputs() {
  if (model_.graph().output_size() == 0) return bad_data("no outputs, expected at least one").in("outputs");
  for (const pb::ValueInfoProto& info : model_.graph().output()) {
    const std::string place = "output '" + printable(info.name()) + "'";
    if (stands_for_another(info.name())) {
      diagnostics_.note(place, "left out: it is the place of the greatest number of another output");
      continue;
    }
    Result<ValueId> value = finished_output(info.name());
    if (value.ok()) {
      graph_.outputs.push_back(*value);
    } else if (value.error().code() == ErrorCode::unsupported) {
      refusals_.add(value.error(), place);
    } else {
      return std::move(value).error().in(place);
    }
  }
  return {};
}

}  // namespace thimble::onnx
