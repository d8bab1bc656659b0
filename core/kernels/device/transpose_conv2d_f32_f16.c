#include "transpose_conv2d_f32_f16.h"

#include "transpose_conv2d_float.h"

void thimble_transpose_conv2d_f32_f16(const thimble_transpose_conv2d_f32_f16_params *params, const float *input, const uint16_t *weights,
                                      const float *bias, float *output) {
  thimble_transpose_conv2d_float(params, input, weights, thimble_weight_f16, 0, bias, output);
}
