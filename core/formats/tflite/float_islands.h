// float_islands: quantized layers that no TFLite kernel computes, as float layers between DEQUANTIZE and QUANTIZE.
//   which   operators without an integer kernel in LiteRT 2.3 for the type (litert_difference.cpp), tried one by one; NEG that rescales
//   exact   what moves elements stays exact; of the others the last step may differ from our kernels, and a note says so
#pragma once

#include <optional>

#include "core/base/diagnostics.h"
#include "core/ir/graph.h"

namespace thimble::tflite {

// Nothing where the graph has no such layer.
std::optional<Graph> with_float_islands(const Graph& graph, Diagnostics& diagnostics);

}  // namespace thimble::tflite
