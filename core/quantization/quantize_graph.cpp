#include "core/quantization/quantize_graph.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/quantization/quantize_weights.h"
#include "core/quantization/round_once.h"

namespace thimble {
namespace {

// A range below this is a tensor of zeros; its scale only has to be a sane number.
constexpr double kLeastRange = 1e-20;

class Builder {
 public:
  Builder(const Graph& model, const QuantPlan& plan, const std::vector<DType>& node_types, WeightCache& cache)
      : model_(model), plan_(plan), node_types_(node_types), cache_(cache), groups_(scale_groups(model, node_types, plan.io_type)) {
    out_.graph.name = model.name;
    out_.graph.meta = model.meta;
    out_.node_of.assign(model.nodes.size(), NodeId::none);
    out_.value_of.assign(model.values.size(), ValueId::none);
    borders_.resize(model.values.size());
    for (const NodeId id : model.live_nodes()) {
      if (model.node(id).kind != OpKind::pad) continue;
      const double border = NodeView(model, id).real("value");
      Range& range = borders_[index_of(groups_.root[index_of(model.node_outputs(id)[0])])];
      range = {std::min(range.low, border), std::max(range.high, border)};
    }
  }

  QuantizedGraph build() {
    for (const ValueId id : model_.inputs) {
      out_.value_of[index_of(id)] = add_activation(id, plan_.io_type);
      out_.graph.inputs.push_back(out_.value_of[index_of(id)]);
    }
    for (const NodeId id : model_.live_nodes()) add_node(id);
    for (const ValueId id : model_.outputs) out_.graph.outputs.push_back(graph_output(id));
    return std::move(out_);
  }

 private:
  // One range that holds those of all sources of a group, and the borders that pads add.
  QuantParams params_of(ValueId value, DType type) {
    const ValueId root = groups_.root[index_of(value)];
    if (const QuantRule* rule = groups_.fixed[index_of(root)]) {
      if (type == DType::s8) return {{static_cast<float>(rule->fixed_s8_scale)}, {rule->fixed_s8_zero_point}, -1};
      return {{static_cast<float>(rule->fixed_s16_scale)}, {0}, -1};
    }
    Range range = borders_[index_of(root)];
    for (const ValueId source : groups_.sources[index_of(root)]) {
      const Range& own = plan_.ranges[index_of(source)];
      range = {std::min(range.low, own.low), std::max(range.high, own.high)};
    }
    return activation_params(range, type);
  }

  ValueId add_activation(ValueId id, DType type) {
    const std::string_view name = model_.value_name(id);
    if (type == DType::f32 || model_.value(id).dtype != DType::f32) {
      return out_.graph.add_value(model_.value(id).dtype, model_.shape(id), name);
    }
    const QuantParams params = params_of(id, type);
    return out_.graph.add_value(type, model_.shape(id), name, &params);
  }

  // The value with other parameters or another type, by a node of its own that all its readers share.
  ValueId converted(ValueId from, DType type, const QuantParams* params) {
    for (const Conversion& done : conversions_) {
      if (done.from == from && done.type == type && (!params || done.params == *params)) return done.to;
    }
    const std::string name = std::string(out_.graph.value_name(from)) + (type == DType::f32 ? "_f32" : type == DType::s16 ? "_s16" : "_s8");
    const Shape shape = out_.graph.shape(from);
    const ValueId to = out_.graph.add_value(type, shape, name, params);
    out_.graph.add_node(type == DType::f32 ? OpKind::dequantize : OpKind::quantize, std::vector{from}, std::vector{to}, {}, name);
    conversions_.push_back({from, to, type, params ? *params : QuantParams{}});
    return to;
  }

  ValueId copied_constant(ValueId id) {
    ValueId& to = out_.value_of[index_of(id)];
    if (!is_valid(to)) {
      to = out_.graph.add_constant(model_.value(id).dtype, model_.shape(id), *model_.constant(id), model_.value_name(id), model_.quant(id));
    }
    return to;
  }

  // A constant operand of arithmetic: one scale, from its own least and largest number, or `params`.
  ValueId quantized_constant(ValueId id, DType type, const QuantParams* params) {
    const std::vector<float> values = model_.constant(id)->copy_as<float>();
    QuantParams own;
    if (!params) {
      double low = 0, high = 0;
      for (const float value : values) low = std::min(low, static_cast<double>(value)), high = std::max(high, static_cast<double>(value));
      own = activation_params(with_zero(low, high, type == DType::s16), type);
      params = &own;
    }
    const float scale = params->scales[0];
    const auto number = [&](float value, float least, float most) {
      return std::clamp(std::round(value / scale) + static_cast<float>(params->zero_points[0]), least, most);
    };
    const auto store = [&]<class T>(T, float least, float most) {
      std::vector<T> numbers;
      for (const float value : values) numbers.push_back(static_cast<T>(number(value, least, most)));
      return out_.graph.add_constant(type, model_.shape(id), Blob::of(numbers), model_.value_name(id), params);
    };
    return type == DType::s8 ? store(std::int8_t{}, -128, 127) : store(std::int16_t{}, -32767, 32767);
  }

  WeightCache::Entry& weights_of(ValueId id, std::int32_t axis) {
    WeightCache::Entry& entry = cache_.entries[std::pair(model_.value(id).constant, axis)];
    if (entry.least_scales.empty())
      entry.least_scales = weight_scales(model_.constant(id)->copy_as<float>(), axis_view(model_.shape(id), axis));
    return entry;
  }

  void quantize_with(ValueId id, std::int32_t axis, std::vector<float> scales, WeightCache::Entry& entry) {
    if (entry.scales == scales) return;
    entry.bytes = Blob::of(quantize_weights(model_.constant(id)->copy_as<float>(), axis_view(model_.shape(id), axis), scales));
    entry.scales = std::move(scales);
  }

  // The largest bias that surely fits beside the sum of all products in 32 bits.
  static double bias_room(std::int64_t terms) { return 2147483647.0 - 255.0 * 127.0 * static_cast<double>(terms); }

  // Widens weight scales whose bias would overflow.
  void make_room_for_bias(NodeId id, const AxisView& view, double in_scale, std::vector<float>& scales) {
    const std::vector<float> bias = model_.constant(model_.node_inputs(id)[2])->copy_as<float>();
    const double room = std::max(bias_room(view.outer * view.inner), 0x1.0p24) - 1;
    for (std::size_t c = 0; c < scales.size() && c < bias.size(); ++c) {
      const double least = std::fabs(static_cast<double>(bias[c])) / (in_scale * room);
      if (static_cast<double>(scales[c]) < least) scales[c] = static_cast<float>(least * (1 + 1e-6));
    }
  }

  ValueId add_bias(ValueId id, DType type, double in_scale, const std::vector<float>& weight_scales) {
    const std::vector<float> values = model_.constant(id)->copy_as<float>();
    QuantParams quant{.scales = {}, .zero_points = std::vector<std::int32_t>(weight_scales.size(), 0), .axis = 0};
    std::vector<std::int64_t> numbers;
    for (std::size_t c = 0; c < weight_scales.size(); ++c) {
      const double scale = in_scale * static_cast<double>(weight_scales[c]);
      quant.scales.push_back(static_cast<float>(scale));
      numbers.push_back(static_cast<std::int64_t>(std::llround(std::clamp(static_cast<double>(values[c]) / scale, -0x1.0p45, 0x1.0p45))));
    }
    const Shape shape{static_cast<std::int64_t>(numbers.size())};
    const std::string_view name = model_.value_name(id);
    if (type == DType::s16) return out_.graph.add_constant(DType::s64, shape, Blob::of(numbers), name, &quant);
    return out_.graph.add_constant(DType::s32, shape, Blob::of(std::vector<std::int32_t>(numbers.begin(), numbers.end())), name, &quant);
  }

  void add_weighted_inputs(NodeId id, DType type, std::int32_t axis, std::vector<ValueId>& inputs) {
    const auto operands = model_.node_inputs(id);
    inputs[0] = activation_as(operands[0], type, nullptr);
    const double in_scale = static_cast<double>(out_.graph.quant(inputs[0])->scales[0]);
    const bool has_bias = operands.size() > 2 && is_valid(operands[2]);
    WeightCache::Entry& weights = weights_of(operands[1], axis);
    std::vector<float> scales = weights.least_scales;
    if (type == DType::s8) {
      if (has_bias) make_room_for_bias(id, axis_view(model_.shape(operands[1]), axis), in_scale, scales);
      const ValueId output = out_.value_of[index_of(model_.node_outputs(id)[0])];
      round_once(scales, in_scale, static_cast<double>(out_.graph.quant(output)->scales[0]));
    }
    quantize_with(operands[1], axis, std::move(scales), weights);
    QuantParams quant{.scales = weights.scales, .zero_points = std::vector<std::int32_t>(weights.scales.size(), 0), .axis = axis};
    const Shape shape = model_.shape(operands[1]);
    inputs[1] = out_.graph.add_constant(DType::s8, shape, weights.bytes, model_.value_name(operands[1]), &quant);
    if (has_bias) inputs[2] = add_bias(operands[2], type, in_scale, weights.scales);
  }

  // An activation in the type that a node computes in; with `params`, in exactly those.
  ValueId activation_as(ValueId id, DType type, const QuantParams* params) {
    const ValueId from = out_.value_of[index_of(id)];
    const DType is = out_.graph.value(from).dtype;
    if (type == DType::f32) return is == DType::f32 ? from : converted(from, DType::f32, nullptr);
    if (is == type && (!params || *out_.graph.quant(from) == *params)) return from;
    if (params) return converted(from, type, params);
    const QuantParams own = params_of(id, type);
    return converted(from, type, &own);
  }

  ValueId operand_as(ValueId id, DType type, const QuantParams* params) {
    if (!is_valid(id)) return id;
    if (model_.value(id).dtype != DType::f32) return model_.constant(id) ? copied_constant(id) : out_.value_of[index_of(id)];
    if (!model_.constant(id)) return activation_as(id, type, params);
    return type == DType::f32 ? copied_constant(id) : quantized_constant(id, type, params);
  }

  void add_node(NodeId id) {
    const DType type = node_types_[index_of(id)];
    const QuantRule& rule = op_def(model_.node(id).kind).quant;
    const auto operands = model_.node_inputs(id);
    std::vector<ValueId> outputs, inputs(operands.begin(), operands.end());
    for (const ValueId output : model_.node_outputs(id)) {
      out_.value_of[index_of(output)] = add_activation(output, type);
      outputs.push_back(out_.value_of[index_of(output)]);
    }
    if (type != DType::f32 && rule.kind == QuantRule::Kind::weighted) {
      add_weighted_inputs(id, type, rule.weight_axis, inputs);
    } else {
      const bool same = type != DType::f32 && rule.kind == QuantRule::Kind::same_scale;
      const QuantParams shared = same && out_.graph.quant(outputs[0]) ? *out_.graph.quant(outputs[0]) : QuantParams{};
      for (ValueId& input : inputs) {
        const bool stays = rule.float_constants && model_.constant(input);
        input = stays ? copied_constant(input) : operand_as(input, type, shared.scales.empty() ? nullptr : &shared);
      }
    }
    out_.node_of[index_of(id)] = out_.graph.add_node(model_.node(id).kind, inputs, outputs, model_.node_attrs(id), model_.node_name(id));
  }

  ValueId graph_output(ValueId id) {
    if (model_.constant(id)) return copied_constant(id);
    if (model_.value(id).dtype != DType::f32) return out_.value_of[index_of(id)];
    return activation_as(id, plan_.io_type, nullptr);
  }

  struct Conversion {
    ValueId from, to;
    DType type;
    QuantParams params;
  };

  const Graph& model_;
  const QuantPlan& plan_;
  const std::vector<DType>& node_types_;
  WeightCache& cache_;
  ScaleGroups groups_;
  std::vector<Range> borders_;  // by root
  QuantizedGraph out_;
  std::vector<Conversion> conversions_;
};

// Why the node cannot be quantized whatever its ranges are; empty: it can.
std::string refusal(const Graph& model, NodeId id) {
  const QuantRule& rule = op_def(model.node(id).kind).quant;
  const auto inputs = model.node_inputs(id);
  if (rule.kind == QuantRule::Kind::stays_float) return "the operator has no integer form";
  if (rule.kind == QuantRule::Kind::weighted) {
    for (std::size_t i = 1; i < inputs.size(); ++i) {
      if (is_valid(inputs[i]) && (!model.constant(inputs[i]) || model.value(inputs[i]).dtype != DType::f32))
        return "its weights are no f32 constants";
    }
  }
  for (std::size_t i = 0; i < inputs.size() && rule.float_constants; ++i) {
    if ((i > 0) != (model.constant(inputs[i]) != nullptr)) return "only a power with a constant exponent has an integer form";
    if (i > 0 && model.value_elements(inputs[i]) != 1) return "only a power with one exponent for all has an integer form";
  }
  for (const ValueId output : model.node_outputs(id)) {
    if (model.value(output).dtype != DType::f32) return "its output is no f32 tensor";
  }
  return {};
}

// A network is quantized more than once, with the same warnings: before a repair and after it.
void warn_once(Diagnostics& notes, std::string where, std::string message) {
  const auto same = [&](const Diagnostic& item) { return item.where == where && item.message == message; };
  if (std::none_of(notes.items().begin(), notes.items().end(), same)) notes.warn(std::move(where), std::move(message));
}

}  // namespace

QuantParams activation_params(const Range& range, DType type) {
  if (type == DType::s16) {
    const double most = std::max(-range.low, range.high);
    return {{most < kLeastRange ? 1.0f : static_cast<float>(most / 32767)}, {0}, -1};
  }
  const double span = range.high - range.low;
  if (span < kLeastRange) return {{1.0f}, {0}, -1};
  const auto scale = static_cast<float>(span / 255);
  const double zero = std::round(-128 - range.low / static_cast<double>(scale));
  return {{scale}, {static_cast<std::int32_t>(std::clamp(zero, -128.0, 127.0))}, -1};
}

Result<void> expect_float_network(const Graph& model) {
  for (const NodeId id : model.live_nodes()) {
    for (const ValueId output : model.node_outputs(id)) {
      if (!model.quant(output)) continue;
      return invalid_argument(
          "the network is quantized already: " + node_place(model, id) + " makes " + std::string(dtype_name(model.value(output).dtype)),
          "Give the float network that it was made from.");
    }
  }
  return {};
}

std::vector<DType> default_node_types(const Graph& model, DType type) {
  std::vector<DType> out(model.nodes.size(), DType::f32);
  for (const NodeId id : model.live_nodes()) {
    if (refusal(model, id).empty()) out[index_of(id)] = type;
  }
  return out;
}

Result<QuantizedGraph> quantize_graph(const Graph& model, const QuantPlan& plan, Diagnostics& notes, WeightCache* cache) {
  THIMBLE_CHECK(plan.node_types.size() == model.nodes.size() && plan.ranges.size() == model.values.size());
  WeightCache own;
  std::vector<DType> types = plan.node_types;
  // Each round takes at least one node out of the integers, so there are at most as many as nodes.
  for (;;) {
    QuantizedGraph out = Builder(model, plan, types, cache ? *cache : own).build();
    THIMBLE_TRY_VOID(verify(out.graph).in("quantized network"));
    bool again = false;
    for (const NodeId id : model.live_nodes()) {
      if (types[index_of(id)] == DType::f32) continue;
      const NodeId made = out.node_of[index_of(id)];
      const OpDef& def = op_def(out.graph.node(made).kind);
      if (def.alias) continue;
      const auto calls = def.lower(NodeView(out.graph, made));
      if (calls.ok()) continue;
      warn_once(notes, node_place(model, id), "stays float: " + calls.error().message());
      types[index_of(id)] = DType::f32;
      again = true;
    }
    if (again) continue;
    for (const NodeId id : model.live_nodes()) {
      if (plan.node_types[index_of(id)] == DType::f32 && !refusal(model, id).empty())
        warn_once(notes, node_place(model, id), "stays float: " + refusal(model, id));
    }
    out.node_types = std::move(types);
    return out;
  }
}

}  // namespace thimble
