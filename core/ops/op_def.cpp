#include "core/ops/op_def.h"

#include <array>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/ir/structure.h"
#include "core/ops/op_table.h"

namespace thimble {
namespace {

constexpr std::string_view kNames[] = {
#define THIMBLE_OP(name) #name,
#include "core/ops/ops.def"
#undef THIMBLE_OP
};

constexpr const OpDef* kDefs[] = {
#define THIMBLE_OP(name) &op_##name,
#include "core/ops/ops.def"
#undef THIMBLE_OP
};

constexpr OpKind kKinds[] = {
#define THIMBLE_OP(name) OpKind::name,
#include "core/ops/ops.def"
#undef THIMBLE_OP
};

AttrType type_of(const AttrValue& value) {
  constexpr AttrType kTypes[] = {AttrType::integer, AttrType::real, AttrType::text, AttrType::integers};
  return kTypes[value.index()];
}

std::string_view type_name(AttrType type) {
  constexpr std::string_view kTypeNames[] = {"an integer", "a real number", "a text", "a list of integers"};
  return kTypeNames[static_cast<std::size_t>(type)];
}

Result<void> check_attr(const OpDef& def, const Attr& attr) {
  const AttrSpec* spec = find_attr(def, attr.name);
  if (!spec) {
    std::vector<std::string> known;
    for (const AttrSpec& candidate : def.attrs) known.emplace_back(candidate.name);
    return bad_data("no attribute '" + printable(attr.name) + "'", known.empty() ? "the operator has none" : "it has " + join(known, ", "));
  }
  if (type_of(attr.value) != spec->type)
    return bad_data("attribute " + attr.name + " is " + std::string(type_name(type_of(attr.value))) + ", expected " +
                    std::string(type_name(spec->type)));
  if (const auto* number = std::get_if<std::int64_t>(&attr.value); number && (*number < spec->low || *number > spec->high)) {
    return bad_data(format("attribute %s is %lld, expected %lld to %lld", attr.name.c_str(), static_cast<long long>(*number),
                           static_cast<long long>(spec->low), static_cast<long long>(spec->high)));
  }
  if (const auto* text = std::get_if<std::string>(&attr.value); text && !spec->choices.empty()) {
    for (const std::string_view choice : spec->choices) {
      if (choice == *text) return {};
    }
    return bad_data("attribute " + attr.name + " is '" + printable(*text) + "', which is not one of its choices");
  }
  return {};
}

Result<void> check_schema(const NodeView& view) {
  const NodeInfo& info = view.graph().node(view.id());
  const OpDef& def = op_def(info.kind);
  if (info.inputs < def.min_inputs || info.inputs > def.max_inputs) {
    return bad_data(counted(info.inputs, "input") + format(", expected %d to %d", def.min_inputs, def.max_inputs));
  }
  if (info.outputs != def.outputs) return bad_data(counted(info.outputs, "output") + format(", expected %d", def.outputs));
  for (std::size_t i = 0; i < def.min_inputs; ++i) {
    if (!view.has_input(i)) return bad_data(format("input %zu is missing", i));
  }
  for (const Attr& attr : view.graph().node_attrs(view.id())) THIMBLE_TRY_VOID(check_attr(def, attr));
  return {};
}

Result<void> check_shapes(const NodeView& view) {
  THIMBLE_TRY(const std::vector<Shape> inferred, op_def(view.graph().node(view.id()).kind).infer_shape(view));
  for (std::size_t i = 0; i < inferred.size(); ++i) {
    if (inferred[i] == view.out_shape(i)) continue;
    return bad_data(format("output %zu has shape ", i) + shape_text(view.out_shape(i)) + ", expected " + shape_text(inferred[i]));
  }
  return {};
}

Result<void> check_node(const Graph& graph, NodeId id) {
  if (static_cast<std::size_t>(graph.node(id).kind) >= std::size(kDefs)) return bad_data("operator number out of range");
  const NodeView view(graph, id);
  THIMBLE_TRY_VOID(check_schema(view));
  return check_shapes(view);
}

}  // namespace

std::string_view op_name(OpKind kind) {
  return static_cast<std::size_t>(kind) < std::size(kNames) ? kNames[static_cast<std::size_t>(kind)] : "?";
}

std::optional<OpKind> find_op(std::string_view name) {
  for (const OpKind kind : kKinds) {
    if (op_name(kind) == name) return kind;
  }
  return std::nullopt;
}

const OpDef& op_def(OpKind kind) { return *kDefs[static_cast<std::size_t>(kind)]; }
std::span<const OpKind> all_ops() { return kKinds; }

const AttrSpec* find_attr(const OpDef& def, std::string_view name) {
  for (const AttrSpec& spec : def.attrs) {
    if (spec.name == name) return &spec;
  }
  return nullptr;
}

NodeView::NodeView(const Graph& graph, NodeId id) : graph_(graph), id_(id) {}

const AttrValue* NodeView::attr(std::string_view name) const {
  for (const Attr& attr : graph_.node_attrs(id_)) {
    if (attr.name == name) return &attr.value;
  }
  return nullptr;
}

const AttrSpec& NodeView::spec(std::string_view name) const {
  const AttrSpec* spec = find_attr(op_def(graph_.node(id_).kind), name);
  THIMBLE_CHECK(spec != nullptr);
  return *spec;
}

std::int64_t NodeView::integer(std::string_view name) const {
  const AttrValue* value = attr(name);
  return value ? *std::get_if<std::int64_t>(value) : spec(name).integer;
}

double NodeView::real(std::string_view name) const {
  const AttrValue* value = attr(name);
  return value ? *std::get_if<double>(value) : spec(name).real;
}

std::string_view NodeView::text(std::string_view name) const {
  const AttrValue* value = attr(name);
  return value ? std::string_view(*std::get_if<std::string>(value)) : spec(name).text;
}

std::span<const std::int64_t> NodeView::integers(std::string_view name) const {
  const AttrValue* value = attr(name);
  return value ? std::span<const std::int64_t>(*std::get_if<std::vector<std::int64_t>>(value)) : std::span<const std::int64_t>();
}

std::string node_place(const Graph& graph, NodeId id) {
  std::string out = format("node %zu (", index_of(id)) + std::string(op_name(graph.node(id).kind)) + ")";
  const auto name = graph.node_name(id);
  return name.empty() ? out : out + " '" + printable(name) + "'";
}

Result<void> verify(const Graph& graph) {
  THIMBLE_TRY_VOID(check_structure(graph));
  for (const NodeId id : graph.live_nodes()) THIMBLE_TRY_VOID(check_node(graph, id).in(node_place(graph, id)));
  return {};
}

}  // namespace thimble
