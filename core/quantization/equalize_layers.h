// equalize_layers: cross-layer equalization: channels between two layers are scaled so that the weights on both sides reach
//   equally far: factor[c] = sqrt(reach of the first's channel c / reach of the second's), first / factor, second * factor.
//   keeps    real outputs to rounding: what lies between two layers is relu, nothing, a pool or a border of zeros, for which
//            f(x / s) = f(x) / s with s > 0
//   relu6    is no such function where it clamps at 6. It is taken as relu where no calibration sample came to 6 (`largest`),
//            else the pair is left alone; told in `notes`
//   needs    nothing else reads what lies between; constant f32 weights; channels seen one to one by the second layer
//   source   Nagel et al. 2019, arXiv:1906.04721, section 4.1
#pragma once

#include <cstdint>
#include <span>

#include "core/base/diagnostics.h"
#include "core/ir/graph.h"

namespace thimble {

// Ids of nodes and values stay as they were; constants are added.
// `largest`: by value, the largest number seen in calibration; empty: not known. Returns how many pairs were equalized.
std::int64_t equalize_layers(Graph& graph, std::span<const float> largest, Diagnostics& notes);

}  // namespace thimble
