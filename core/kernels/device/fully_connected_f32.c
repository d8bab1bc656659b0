#include "fully_connected_f32.h"

#include "fully_connected_float.h"

void thimble_fully_connected_f32(const thimble_fully_connected_f32_params *params, const float *input, const float *weights,
                                 const float *bias, float *output) {
  thimble_fully_connected_float(params, input, weights, thimble_weight_f32, 0, bias, output);
}
