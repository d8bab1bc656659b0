// network_io: floats into a network's input and out of its output, whatever element types they have.
//   maths   of 8 and 16 bit: by the device kernels quantize_f32_* and dequantize_*_f32, with the value's QuantParams: what a
//           firmware computes that calls <name>_quantize_input; f16: round half to even; other integers: whole numbers as they are
//   errors  invalid_argument: another number of elements; unsupported: 8 or 16 bit per channel (no device code for it)
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/ir/graph.h"

namespace thimble {

Result<std::vector<std::byte>> encode_values(const Graph& graph, ValueId id, std::span<const float> values);
// One array of floats for each input of the network, in its order.
Result<std::vector<std::vector<std::byte>>> encode_inputs(const Graph& graph, std::span<const std::vector<float>> inputs);
Result<std::vector<float>> decode_values(const Graph& graph, ValueId id, std::span<const std::byte> bytes);

}  // namespace thimble
