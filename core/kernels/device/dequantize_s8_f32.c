#include "dequantize_s8_f32.h"

void thimble_dequantize_s8_f32(const thimble_dequantize_s8_f32_params *params, const int8_t *input, const float *scale, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = *scale * (float)(input[i] - params->zero_point);
}
