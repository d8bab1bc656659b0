// fuse_pad: a convolution makes the border of zeros in front of it itself.
//   before  p = pad(x) {pads on height and width, value 0};  y = conv2d(p, w, b) or depthwise_conv2d(p, w, b)
//   after   y = the same convolution of x with the pads added to its own
//   needs   nothing else reads p; p has the scale of x
//   exact   a convolution leaves out taps in its padding, which is what multiplying the real number 0 comes to
#include "core/ops/op_def.h"
#include "core/passes/pass_def.h"

namespace thimble {
namespace {

constexpr std::string_view kPads[] = {"pad_top", "pad_bottom", "pad_left", "pad_right"};

bool is_convolution(OpKind kind) { return kind == OpKind::conv2d || kind == OpKind::depthwise_conv2d; }

bool pads_plane_with_zeros(const NodeView& pad) {
  const auto pads = pad.integers("pads");
  return pads.size() == 8 && pads[0] == 0 && pads[1] == 0 && pads[6] == 0 && pads[7] == 0 && pad.real("value") == 0;
}

std::optional<Match> match(const Graph& graph, NodeId id, std::string* why_not) {
  if (!is_convolution(graph.node(id).kind)) return std::nullopt;
  const ValueId padded = graph.node_inputs(id)[0];
  const NodeId producer = graph.value(padded).producer;
  if (!is_valid(producer) || graph.node(producer).dead || graph.node(producer).kind != OpKind::pad) return std::nullopt;
  const auto refuse = [&](const char* reason) {
    if (why_not) *why_not = reason;
    return std::nullopt;
  };
  if (!pads_plane_with_zeros(NodeView(graph, producer)))
    return refuse("the pad before it has another value than 0, or pads batch or channels");
  if (use_count(graph, padded) != 1) return refuse("the padded value has other readers");
  const QuantParams* a = graph.quant(graph.node_inputs(producer)[0]);
  const QuantParams* b = graph.quant(padded);
  if ((a == nullptr) != (b == nullptr) || (a && !(*a == *b))) return refuse("the pad before it changes the scale");
  return Match{.node = id, .other = producer};
}

void apply(Graph& graph, const Match& match) {
  const auto pads = NodeView(graph, match.other).integers("pads");
  const NodeView convolution(graph, match.node);
  AttrSet attrs = graph.node_attrs(match.node);
  for (std::size_t side = 0; side < std::size(kPads); ++side) {
    const std::int64_t total = convolution.integer(kPads[side]) + pads[2 + side];
    std::erase_if(attrs, [&](const Attr& attr) { return attr.name == kPads[side]; });
    attrs.push_back({std::string(kPads[side]), total});
  }
  graph.attrs.push_back(std::move(attrs));
  graph.nodes[index_of(match.node)].attrs = static_cast<AttrsId>(graph.attrs.size() - 1);
  graph.set_input(match.node, 0, graph.node_inputs(match.other)[0]);
  graph.nodes[index_of(match.other)].dead = true;
}

}  // namespace

extern const PassDef pass_fuse_pad{.doc = "let a convolution make the border of zeros before it", .match = match, .apply = apply};

}  // namespace thimble
