// channel_intervals: between which integers each channel of each int8 value lies, whatever the network's input is.
//   shapes  one list a value (by index), one interval a channel, a channel being an index of the last dimension; empty for
//           constants and for values that are not int8
//   maths   bounds go forward node by node. Weighted sums are bounded term by term; what is monotone is run, by its own
//           kernel, on tensors of the bounds; functions of one number are tabled. A node that none of this covers may give
//           any int8.
//   exact   safe: no input leads outside; not always tight (a sum's terms are bounded as if they were independent)
#pragma once

#include <cstdint>
#include <vector>

#include "core/ir/graph.h"

namespace thimble {

struct ChannelInterval {
  std::int32_t low = INT8_MIN, high = INT8_MAX;
  bool constant() const { return low == high; }
};

using ChannelIntervals = std::vector<std::vector<ChannelInterval>>;

// The graph has to be verified.
ChannelIntervals channel_intervals(const Graph& graph);

// How an operator's channels lie to those of its input: what the bounds and the elimination of channels both go by.
enum class ChannelFlow : std::uint8_t {
  none,        // mixes or moves channels in another way: nothing is known
  weighted,    // conv2d without groups, fully_connected: every output channel is a sum over the input's
  depthwise,   // output channel c * multiplier + m is made of input channel c
  unary,       // a function of one number
  window,      // pools and means: monotone in each channel
  binary,      // add, sub, mul of equal shapes, or with a constant
  view,        // reshape: output channel j is input channel j % C
  concatenate, // along any axis
  border,      // pad, not of channels, with the real number 0
};
ChannelFlow channel_flow(const Graph& graph, NodeId node);

}  // namespace thimble
