#include "quantize_f32_s8.h"

#include "quantize_float.h"
#include "requantize.h"

void thimble_quantize_f32_s8(const thimble_quantize_f32_s8_params *params, const float *input, const float *scale, int8_t *output) {
  for (int32_t i = 0; i < params->count; i++) {
    const int32_t steps = thimble_round_float(input[i] / *scale);
    output[i] = (int8_t)thimble_clamp(steps + params->zero_point, INT8_MIN, INT8_MAX);
  }
}
