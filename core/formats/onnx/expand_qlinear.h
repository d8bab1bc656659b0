// expand_qlinear: operators on integers (QLinearConv and its like) as DequantizeLinear, the float operator, QuantizeLinear.
//   before  y = QLinearConv(x, x_scale, x_zero, w, w_scale, w_zero, y_scale, y_zero, bias)
//   after   y = QuantizeLinear(Conv(DequantizeLinear(x, ..), DequantizeLinear(w, ..), DequantizeLinear(bias, x_scale * w_scale)), ..)
#pragma once

#include <string_view>
#include <vector>

#include "onnx.pb.h"

namespace thimble::onnx {

void expand_qlinear(pb::GraphProto& graph);
std::vector<std::string_view> qlinear_operators();  // what is written so

}  // namespace thimble::onnx
