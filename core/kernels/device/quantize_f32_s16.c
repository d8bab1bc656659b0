#include "quantize_f32_s16.h"

#include "quantize_float.h"
#include "requantize.h"

void thimble_quantize_f32_s16(const thimble_quantize_f32_s16_params *params, const float *input, const float *scale, int16_t *output) {
  for (int32_t i = 0; i < params->count; i++) {
    const int32_t steps = thimble_round_float(input[i] / *scale);
    output[i] = (int16_t)thimble_clamp(steps + params->zero_point, INT16_MIN, INT16_MAX);
  }
}
