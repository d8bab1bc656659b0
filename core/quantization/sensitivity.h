// LayerSensitivity: how much of the network's error comes from quantizing one layer alone.
#pragma once

#include <cstdint>
#include <string>

namespace thimble {

struct LayerSensitivity {
  std::string layer;          // the name of the node's output value in the quantized graph
  std::string op;
  double sqnr_db = 0;         // of the layer's own output, all layers before it quantized
  double output_sqnr_db = 0;  // of the network's output when only this layer is quantized; higher is better
  std::string repair;         // what was done about it: "int16 activations"; empty: nothing
};

}  // namespace thimble
