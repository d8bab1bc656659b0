// Tensors between real numbers and a value's type, as the device kernels quantize_f32_* and dequantize_* do it.
//   rounding  half away from zero, then clamped to the type
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/data/samples.h"
#include "core/ir/graph.h"
#include "core/runtime/executor.h"

namespace thimble {

// f32, s8, u8 or s16; `quant` is nullptr for f32.
Bytes tensor_bytes(std::span<const float> values, DType type, const QuantParams* quant);
std::vector<float> tensor_values(std::span<const std::byte> bytes, DType type, const QuantParams* quant);

// A sample as the inputs of a network, in the type of each. Errors: invalid_argument, number or size of inputs.
Result<std::vector<Bytes>> network_inputs(const Graph& graph, const Sample& sample);

}  // namespace thimble
