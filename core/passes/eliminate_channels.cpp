// eliminate_channels: channels that are the same number for every input, or that no output depends on, go.
//   before  conv2d, fully_connected or depthwise make channel c; everything that reads it down to the next weighted sums is
//           channel by channel; each of these sums multiplies it by zeros, or finds one and the same number in it
//   after   nobody makes it; the sums' biases hold what it added. A value keeps at least one channel.
//   leaves  widths that are a multiple of 4 stay one (kernels take channels by fours), and no layer grows past the memory that
//           the network needs anyway because its output no longer fits over its input
//   needs   int8; a sum with a border of its own needs the number to be the zero point (outside of the image it adds 0)
//   exact   integer sums with one term moved into the bias, as long as there is one and it stays under 2^24 (the kernels' limit)
//   source  interval analysis, an abstract interpretation as in Cousot and Cousot 1977
#include <algorithm>
#include <numeric>

#include "core/ops/op_def.h"
#include "core/passes/channel_intervals.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

constexpr std::int64_t kMaxBias = std::int64_t{1} << 24;
constexpr std::size_t kTile = 4;
constexpr std::string_view kPads[] = {"pad_top", "pad_left", "pad_bottom", "pad_right"};

// Which channels stand and fall together, and which have to stay.
class ChannelGroups {
 public:
  explicit ChannelGroups(const Graph& graph) : first_(graph.values.size() + 1, 0) {
    for (std::size_t v = 0; v < graph.values.size(); ++v) {
      const auto id = static_cast<ValueId>(v);
      const bool counts = graph.values[v].dtype == DType::s8 && !graph.constant(id) && !graph.shape(id).empty();
      first_[v + 1] = first_[v] + (counts ? static_cast<std::size_t>(graph.shape(id).back()) : 0);
    }
    parent_.resize(first_.back());
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    stays_.assign(parent_.size(), false);
  }

  std::size_t channels(ValueId id) const { return first_[index_of(id) + 1] - first_[index_of(id)]; }
  void join(ValueId a, std::size_t channel_a, ValueId b, std::size_t channel_b) {
    const std::size_t x = root(first_[index_of(a)] + channel_a), y = root(first_[index_of(b)] + channel_b);
    if (x == y) return;
    parent_[y] = x;
    stays_[x] = stays_[x] || stays_[y];
  }
  void stay(ValueId id, std::size_t channel) { stays_[root(first_[index_of(id)] + channel)] = true; }
  void stay(ValueId id) {
    for (std::size_t c = 0; c < channels(id); ++c) stay(id, c);
  }
  bool stays(ValueId id, std::size_t channel) { return stays_[root(first_[index_of(id)] + channel)]; }
  // The channels that stay, in order.
  std::vector<std::size_t> kept(ValueId id) {
    std::vector<std::size_t> out;
    for (std::size_t c = 0; c < channels(id); ++c) {
      if (stays(id, c)) out.push_back(c);
    }
    return out;
  }

 private:
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  std::vector<std::size_t> first_, parent_;
  std::vector<bool> stays_;
};

bool has_border(const NodeView& node) {
  if (node.graph().node(node.id()).kind == OpKind::fully_connected) return false;
  return std::any_of(std::begin(kPads), std::end(kPads), [&](std::string_view pad) { return node.integer(pad) > 0; });
}

class Elimination {
 public:
  explicit Elimination(Graph& graph) : graph_(graph), intervals_(channel_intervals(graph)), groups_(graph) {}

  std::int64_t run() {
    decide();
    std::int64_t less = 0;
    for (const NodeId id : graph_.live_nodes()) {
      for (const ValueId value : graph_.node_outputs(id))
        less += static_cast<std::int64_t>(groups_.channels(value) - groups_.kept(value).size());
    }
    if (less > 0) rewrite();
    return less;
  }

 private:
  void decide();
  void visit(const NodeView& node);
  void visit_concatenation(const NodeView& node);
  void join_all(ValueId a, ValueId b);
  void decide_terms(const NodeView& node);
  bool keep_one_of_each();
  bool keep_whole_tiles();
  bool keep_outputs_over_inputs();
  std::int64_t bytes_of(ValueId id, std::size_t channels) const;
  bool keep_biases_small();
  std::vector<std::int64_t> bias_change(const NodeView& node);

  void rewrite();
  void rewrite_sum(NodeId id);
  void rewrite_depthwise(NodeId id);
  void set_outputs(NodeId id, const std::vector<std::size_t>& kept, std::int32_t axis, const Shape& weights_shape,
                   std::vector<std::int8_t> weights, const std::vector<std::int64_t>& change);

  Graph& graph_;
  ChannelIntervals intervals_;
  ChannelGroups groups_;
};

void Elimination::join_all(ValueId a, ValueId b) {
  for (std::size_t c = 0; c < groups_.channels(b); ++c) groups_.join(a, c % groups_.channels(a), b, c);
}

void Elimination::visit(const NodeView& node) {
  const ChannelFlow flow = channel_flow(graph_, node.id());
  switch (flow) {
    case ChannelFlow::weighted: return;  // its terms are decided when the groups are known
    case ChannelFlow::depthwise: {
      const std::size_t multiplier = groups_.channels(node.output()) / groups_.channels(node.input(0));
      for (std::size_t c = 0; c < groups_.channels(node.output()); ++c) groups_.join(node.input(0), c / multiplier, node.output(), c);
      return;
    }
    case ChannelFlow::unary:
    case ChannelFlow::window:
    case ChannelFlow::border:
    case ChannelFlow::view: return join_all(node.input(0), node.output());
    case ChannelFlow::concatenate: return visit_concatenation(node);
    case ChannelFlow::binary:
      if (!graph_.constant(node.input(0)) && !graph_.constant(node.input(1))) {
        join_all(node.input(0), node.output());
        return join_all(node.input(1), node.output());
      }
      break;
    case ChannelFlow::none: break;
  }
  for (const ValueId id : graph_.node_inputs(node.id())) {
    if (is_valid(id)) groups_.stay(id);
  }
  for (const ValueId id : graph_.node_outputs(node.id())) groups_.stay(id);
}

void Elimination::visit_concatenation(const NodeView& node) {
  const bool channels = node.integer("axis") == static_cast<std::int64_t>(node.out_shape().size()) - 1;
  std::size_t at = 0;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    const ValueId in = node.input(i);
    if (graph_.constant(in)) {
      // Its numbers cannot be taken away.
      if (!channels) return groups_.stay(node.output());
      for (std::int64_t c = 0; c < node.in_shape(i).back(); ++c) groups_.stay(node.output(), at++);
      continue;
    }
    for (std::size_t c = 0; c < groups_.channels(in); ++c) groups_.join(in, c, node.output(), channels ? at++ : c);
  }
}

// A term of a weighted sum can go when its weights are zeros, or when its channel is one number that the bias can hold.
void Elimination::decide_terms(const NodeView& node) {
  const ValueId in = node.input(0);
  const auto weights = graph_.constant(node.input(1))->copy_as<std::int8_t>();
  const QuantParams* quant = graph_.quant(node.input(1));
  const std::int32_t zero = graph_.quant(in)->zero_points[0];
  const bool border = has_border(node);
  const std::size_t channels = groups_.channels(in);
  for (std::size_t c = 0; c < channels; ++c) {
    const ChannelInterval& x = intervals_[index_of(in)][c];
    bool zeros = true;
    for (std::size_t t = c; t < weights.size() && zeros; t += channels) zeros = weights[t] == quant->zero_points[0];
    const bool folds = x.constant() && (!border || x.low == zero);
    if (!zeros && !folds) groups_.stay(in, c);
  }
}

// What the channels that go have added to each output's sum.
std::vector<std::int64_t> Elimination::bias_change(const NodeView& node) {
  const ValueId in = node.input(0);
  const auto weights = graph_.constant(node.input(1))->copy_as<std::int8_t>();
  const std::int32_t weight_zero = graph_.quant(node.input(1))->zero_points[0];
  const std::int32_t zero = graph_.quant(in)->zero_points[0];
  const auto outputs = static_cast<std::size_t>(node.in_shape(1)[0]);
  const std::size_t terms = weights.size() / outputs, channels = groups_.channels(in);
  std::vector<std::int64_t> change(outputs, 0);
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t t = 0; t < terms; ++t) {
      const ChannelInterval& x = intervals_[index_of(in)][t % channels];
      if (!groups_.stays(in, t % channels) && x.constant())
        change[o] += std::int64_t{x.low - zero} * (weights[o * terms + t] - weight_zero);
    }
  }
  return change;
}

bool Elimination::keep_one_of_each() {
  bool changed = false;
  for (const NodeId id : graph_.live_nodes()) {
    for (const ValueId value : graph_.node_outputs(id)) {
      if (groups_.channels(value) == 0 || !groups_.kept(value).empty()) continue;
      groups_.stay(value, 0);
      changed = true;
    }
  }
  return changed;
}

// Channels that could go, but would leave a width that is no multiple of the tile.
bool Elimination::keep_whole_tiles() {
  bool changed = false;
  for (const NodeId id : graph_.live_nodes()) {
    for (const ValueId value : graph_.node_outputs(id)) {
      const std::size_t channels = groups_.channels(value);
      if (channels == 0 || channels % kTile != 0) continue;
      std::size_t missing = (kTile - groups_.kept(value).size() % kTile) % kTile;
      for (std::size_t c = 0; c < channels && missing > 0; ++c) {
        if (groups_.stays(value, c)) continue;
        groups_.stay(value, c);
        missing = (kTile - groups_.kept(value).size() % kTile) % kTile;
        changed = true;
      }
    }
  }
  return changed;
}

std::int64_t Elimination::bytes_of(ValueId id, std::size_t channels) const {
  const std::size_t all = groups_.channels(id);
  return all == 0 ? 0 : graph_.value_bytes(id) / static_cast<std::int64_t>(all) * static_cast<std::int64_t>(channels);
}

// Layers whose output is not larger than their input run in one buffer (core/codegen); a narrower input takes that away.
bool Elimination::keep_outputs_over_inputs() {
  std::int64_t most = 0;
  for (const NodeId id : graph_.live_nodes()) {
    const ValueId in = graph_.node_inputs(id)[0], out = graph_.node_outputs(id)[0];
    const std::int64_t in_bytes = is_valid(in) ? graph_.value_bytes(in) : 0, out_bytes = graph_.value_bytes(out);
    most = std::max(most, out_bytes <= in_bytes ? in_bytes : in_bytes + out_bytes);
  }
  for (const NodeId id : graph_.live_nodes()) {
    const ChannelFlow flow = channel_flow(graph_, id);
    if (flow != ChannelFlow::weighted && flow != ChannelFlow::depthwise) continue;
    const ValueId in = graph_.node_inputs(id)[0], out = graph_.node_outputs(id)[0];
    const std::size_t kept = groups_.kept(in).size();
    const std::int64_t in_bytes = bytes_of(in, kept), out_bytes = bytes_of(out, groups_.kept(out).size());
    if (kept == groups_.channels(in) || out_bytes <= in_bytes || in_bytes + out_bytes <= most) continue;
    groups_.stay(in);
    return true;
  }
  return false;
}

bool Elimination::keep_biases_small() {
  for (const NodeId id : graph_.live_nodes()) {
    if (channel_flow(graph_, id) != ChannelFlow::weighted) continue;
    const NodeView node(graph_, id);
    const std::vector<std::int64_t> change = bias_change(node);
    const auto bias = node.has_input(2) ? graph_.constant(node.input(2))->copy_as<std::int32_t>() : std::vector<std::int32_t>();
    for (std::size_t o = 0; o < change.size(); ++o) {
      if (change[o] == 0 || (!bias.empty() && std::abs(bias[o] + change[o]) < kMaxBias)) continue;
      groups_.stay(node.input(0));
      return true;
    }
  }
  return false;
}

void Elimination::decide() {
  for (const ValueId id : graph_.inputs) groups_.stay(id);
  for (const ValueId id : graph_.outputs) groups_.stay(id);
  for (const NodeId id : graph_.live_nodes()) visit(NodeView(graph_, id));
  for (const NodeId id : graph_.live_nodes()) {
    if (channel_flow(graph_, id) == ChannelFlow::weighted) decide_terms(NodeView(graph_, id));
  }
  while (keep_one_of_each() || keep_whole_tiles() || keep_outputs_over_inputs() || keep_biases_small()) {
  }
}

// --- rewriting

QuantParams kept_scales(const QuantParams& quant, const std::vector<std::size_t>& kept) {
  if (quant.per_tensor()) return quant;
  QuantParams out{.scales = {}, .zero_points = {}, .axis = quant.axis};
  for (const std::size_t c : kept) {
    out.scales.push_back(quant.scales[c]);
    out.zero_points.push_back(quant.zero_points[c]);
  }
  return out;
}

// New weights of the kept outputs (already cut), and their biases with what was folded into them.
void Elimination::set_outputs(NodeId id, const std::vector<std::size_t>& kept, std::int32_t axis, const Shape& weights_shape,
                              std::vector<std::int8_t> weights, const std::vector<std::int64_t>& change) {
  const auto inputs = graph_.node_inputs(id);
  const ValueId old_weights = inputs[1], old_bias = inputs.size() > 2 ? inputs[2] : ValueId::none;
  QuantParams quant = kept_scales(*graph_.quant(old_weights), kept);
  if (!quant.per_tensor()) quant.axis = axis;
  const ValueId cut = graph_.add_constant(DType::s8, weights_shape, Blob::of(weights), std::string(graph_.value_name(old_weights)), &quant);
  graph_.set_input(id, 1, cut);
  if (!is_valid(old_bias)) return;
  const auto bias = graph_.constant(old_bias)->copy_as<std::int32_t>();
  std::vector<std::int32_t> out;
  for (const std::size_t o : kept) out.push_back(static_cast<std::int32_t>(bias[o] + (change.empty() ? 0 : change[o])));
  std::optional<QuantParams> bias_quant;
  if (const QuantParams* old = graph_.quant(old_bias)) bias_quant = kept_scales(*old, kept);
  const ValueId moved = graph_.add_constant(DType::s32, {static_cast<std::int64_t>(out.size())}, Blob::of(out),
                                            std::string(graph_.value_name(old_bias)), bias_quant ? &*bias_quant : nullptr);
  graph_.set_input(id, 2, moved);
}

void Elimination::rewrite_sum(NodeId id) {
  const NodeView node(graph_, id);
  const Shape filter = node.in_shape(1);
  const auto weights = graph_.constant(node.input(1))->copy_as<std::int8_t>();
  const std::vector<std::size_t> outputs = groups_.kept(node.output()), terms = groups_.kept(node.input(0));
  const std::size_t channels = groups_.channels(node.input(0));
  const std::size_t row = weights.size() / static_cast<std::size_t>(filter[0]);
  std::vector<std::int8_t> cut;
  for (const std::size_t o : outputs) {
    for (std::size_t t = 0; t < row; t += channels) {
      for (const std::size_t c : terms) cut.push_back(weights[o * row + t + c]);
    }
  }
  Shape shape = filter;
  shape[0] = static_cast<std::int64_t>(outputs.size());
  shape.back() = shape.back() / static_cast<std::int64_t>(channels) * static_cast<std::int64_t>(terms.size());
  set_outputs(id, outputs, 0, shape, std::move(cut), bias_change(node));
}

void Elimination::rewrite_depthwise(NodeId id) {
  const NodeView node(graph_, id);
  Shape shape = node.in_shape(1);
  const auto weights = graph_.constant(node.input(1))->copy_as<std::int8_t>();
  const std::vector<std::size_t> outputs = groups_.kept(node.output());
  const std::size_t channels = groups_.channels(node.output());
  std::vector<std::int8_t> cut;
  for (std::size_t tap = 0; tap < weights.size(); tap += channels) {
    for (const std::size_t c : outputs) cut.push_back(weights[tap + c]);
  }
  shape[3] = static_cast<std::int64_t>(outputs.size());
  set_outputs(id, outputs, 3, shape, std::move(cut), {});
}

void Elimination::rewrite() {
  for (const NodeId id : graph_.live_nodes()) {
    const ChannelFlow flow = channel_flow(graph_, id);
    if (flow == ChannelFlow::weighted) rewrite_sum(id);
    if (flow == ChannelFlow::depthwise) rewrite_depthwise(id);
  }
  for (const NodeId id : graph_.live_nodes()) {
    const ValueId out = graph_.node_outputs(id)[0];
    const std::size_t kept = groups_.kept(out).size();
    if (kept == groups_.channels(out)) continue;
    Shape shape = graph_.shape(out);
    shape.back() = static_cast<std::int64_t>(kept);
    graph_.values[index_of(out)].shape = graph_.intern_shape(shape);
    if (graph_.node(id).kind != OpKind::reshape) continue;
    graph_.attrs.push_back({{"shape", shape}});
    graph_.nodes[index_of(id)].attrs = static_cast<AttrsId>(graph_.attrs.size() - 1);
  }
}

// A short file can name values of any size; the analysis holds numbers for each channel and runs pools on whole values.
bool is_small_enough(const Graph& graph) {
  constexpr std::int64_t kMostElements = std::int64_t{1} << 26;
  std::int64_t elements = 0;
  for (const ValueId id : graph.inputs) elements += graph.value_elements(id);
  for (const NodeId node : graph.live_nodes()) {
    for (const ValueId id : graph.node_outputs(node)) elements += graph.value_elements(id);
  }
  return elements <= kMostElements;
}

std::int64_t rewrite(Graph& graph) { return is_small_enough(graph) ? Elimination(graph).run() : 0; }

}  // namespace

extern const PassDef pass_eliminate_channels{.doc = "channels that are one number for every input, or that nothing depends on",
                                             .rewrite = rewrite,
                                             .one = "channel less",
                                             .many = "channels less"};

}  // namespace thimble
