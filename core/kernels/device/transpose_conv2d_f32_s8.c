#include "transpose_conv2d_f32_s8.h"

#include "transpose_conv2d_float.h"

void thimble_transpose_conv2d_f32_s8(const thimble_transpose_conv2d_f32_s8_params *params, const float *input, const int8_t *weights,
                                     const float *scale, const float *bias, float *output) {
  thimble_transpose_conv2d_float(params, input, weights, thimble_weight_s8, scale, bias, output);
}
