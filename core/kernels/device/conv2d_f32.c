#include "conv2d_f32.h"

#include "conv2d_float.h"

void thimble_conv2d_f32(const thimble_conv2d_f32_params *params, const float *input, const float *weights, const float *bias,
                        float *output) {
  thimble_conv2d_float(params, input, weights, thimble_weight_f32, 0, bias, output);
}
