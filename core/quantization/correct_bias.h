// correct_bias: rounding the weights of a layer shifts the mean of its outputs; the bias takes the shift back.
//   maths   shift[o] = sum over taps (rounded - real weight)[o] * mean of the input channel that the tap reads;  bias[o] -= shift[o]
//           a tap of a convolution counts as often as it lies inside of the input, not in its padding
//   left    transposed convolutions, whose outputs see different taps
//   source  Nagel et al. 2019, arXiv:1906.04721, section 4.2, with means from calibration
#pragma once

#include <vector>

#include "core/quantization/quantize_graph.h"

namespace thimble {

// `channel_means`: by value of `graph`, as calibrate() makes them; `quantized`: the network whose rounded weights are meant.
Graph correct_bias(const Graph& graph, const std::vector<std::vector<double>>& channel_means, const QuantizedGraph& quantized);

}  // namespace thimble
