// quantize_graph: a float network and a range for each tensor -> the quantized network, by the 8-bit specification.
//   s8       activations asymmetric, one scale a tensor; weights s8 symmetric, one scale an output channel, in [-127, 127];
//            bias s32 with scale in * weight. Where a bias would not fit beside the sum, the weights' scale grows; and
//            everywhere it grows a little, to one that runtimes which round otherwise agree on (round_once.h).
//   s16      activations symmetric in [-32767, 32767], weights s8, bias s64
//   f32      a node that stays float, or for which no integer kernel exists: dequantize before it, quantize after it; told in `notes`
//   outputs  names, order and shapes of values as in the float network; graph inputs and outputs have `io_type`
//   exact    the same graph and plan give the same bits
//   source   LiteRT 8-bit quantization specification; Jacob et al. 2018, arXiv:1712.05877
#pragma once

#include <map>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/quantization/observer_def.h"
#include "core/quantization/scale_groups.h"

namespace thimble {

struct QuantPlan {
  std::vector<DType> node_types;  // by node of the float network: s8, s16 or f32
  std::vector<Range> ranges;      // by value; of sources (ScaleGroups) that are read
  DType io_type = DType::s8;      // s8 or s16
};

// Weights that were quantized before, for callers that try many ranges on one network.
struct WeightCache {
  struct Entry {
    std::vector<float> least_scales;  // under which no weight clips
    std::vector<float> scales;        // with which the weights were quantized last
    Blob bytes;
  };
  std::map<std::pair<ConstId, std::int32_t>, Entry> entries;  // by constant and axis
};

struct QuantizedGraph {
  Graph graph;                       // verified; every node has a kernel
  std::vector<NodeId> node_of;       // by node of the float network
  std::vector<ValueId> value_of;     // by value of the float network: in the type that its producer makes; none where unused
  std::vector<DType> node_types;     // as in the plan, but f32 where no integer kernel was found
};

// Every node in `type` that the 8-bit specification has a rule for; others f32.
std::vector<DType> default_node_types(const Graph& model, DType type);

Result<QuantizedGraph> quantize_graph(const Graph& model, const QuantPlan& plan, Diagnostics& notes, WeightCache* cache = nullptr);

// Whether the network is one of floats; otherwise the error says so: what is quantized already has lost what would be needed.
Result<void> expect_float_network(const Graph& model);

// Scale and zero point of an activation: 0 is exact. s8 asymmetric, s16 symmetric.
QuantParams activation_params(const Range& range, DType type);

}  // namespace thimble
