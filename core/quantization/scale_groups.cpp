#include "core/quantization/scale_groups.h"

#include "core/passes/pass_def.h"

namespace thimble {
namespace {

class Builder {
 public:
  Builder(const Graph& graph, const std::vector<DType>& node_types, DType input_type)
      : graph_(graph), node_types_(node_types), input_type_(input_type) {
    const std::size_t count = graph.values.size();
    out_.root.resize(count);
    for (std::size_t i = 0; i < count; ++i) out_.root[i] = static_cast<ValueId>(i);
    out_.sources.resize(count);
    out_.fixed.assign(count, nullptr);
    repeats_.assign(count, false);
    readers_.assign(count, 0);
    for (const NodeId id : graph.live_nodes()) {
      for (const ValueId input : graph.node_inputs(id)) {
        if (is_valid(input)) ++readers_[index_of(input)];
      }
    }
    for (const ValueId id : graph.outputs) ++readers_[index_of(id)];
  }

  ScaleGroups build() {
    for (const NodeId id : graph_.live_nodes()) add(id);
    for (std::size_t i = 0; i < graph_.values.size(); ++i) {
      const auto value = static_cast<ValueId>(i);
      out_.root[i] = find(value);
      if (is_activation(graph_, value) && !repeats_[i]) out_.sources[index_of(out_.root[i])].push_back(value);
    }
    return std::move(out_);
  }

 private:
  ValueId find(ValueId value) {
    ValueId& parent = out_.root[index_of(value)];
    if (parent != value) parent = find(parent);
    return parent;
  }

  void join(ValueId value, ValueId into) {
    const ValueId a = find(value), b = find(into);
    if (a == b) return;
    out_.root[index_of(a)] = b;
    if (!out_.fixed[index_of(b)]) out_.fixed[index_of(b)] = out_.fixed[index_of(a)];
  }

  DType type_of(ValueId value) const {
    const NodeId producer = graph_.value(value).producer;
    return is_valid(producer) ? node_types_[index_of(producer)] : input_type_;
  }

  void add(NodeId id) {
    const DType type = node_types_[index_of(id)];
    if (type == DType::f32) return;
    const QuantRule& rule = op_def(graph_.node(id).kind).quant;
    for (const ValueId output : graph_.node_outputs(id)) {
      if (rule.kind == QuantRule::Kind::own_scales) {
        if ((type == DType::s8 ? rule.fixed_s8_scale : rule.fixed_s16_scale) > 0) out_.fixed[index_of(output)] = &rule;
      } else if (rule.kind == QuantRule::Kind::same_scale) {
        share(id, type, output);
      }
    }
  }

  void share(NodeId id, DType type, ValueId output) {
    std::vector<ValueId> inputs;
    for (const ValueId input : graph_.node_inputs(id)) {
      if (is_valid(input) && graph_.value(input).dtype == DType::f32) inputs.push_back(input);
    }
    if (inputs.size() == 1 && !graph_.constant(inputs[0])) {
      // An input of another type is converted right into the output's parameters: then the output is a source itself.
      if (type_of(inputs[0]) != type) return;
      repeats_[index_of(output)] = true;
      return join(output, inputs[0]);
    }
    for (const ValueId input : inputs) {
      const bool free =
          !graph_.constant(input) && type_of(input) == type && readers_[index_of(input)] == 1 && !out_.fixed[index_of(find(input))];
      if (free) join(input, output);
    }
  }

  const Graph& graph_;
  const std::vector<DType>& node_types_;
  DType input_type_;
  ScaleGroups out_;
  std::vector<bool> repeats_;
  std::vector<std::int64_t> readers_;
};

}  // namespace

bool is_activation(const Graph& graph, ValueId value) { return graph.value(value).dtype == DType::f32 && !graph.constant(value); }

ScaleGroups scale_groups(const Graph& graph, const std::vector<DType>& node_types, DType input_type) {
  return Builder(graph, node_types, input_type).build();
}

}  // namespace thimble
