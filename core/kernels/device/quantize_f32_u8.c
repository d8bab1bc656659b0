#include "quantize_f32_u8.h"

#include "quantize_float.h"
#include "requantize.h"

void thimble_quantize_f32_u8(const thimble_quantize_f32_u8_params *params, const float *input, const float *scale, uint8_t *output) {
  for (int32_t i = 0; i < params->count; i++) {
    const int32_t steps = thimble_round_float(input[i] / *scale);
    output[i] = (uint8_t)thimble_clamp(steps + params->zero_point, 0, UINT8_MAX);
  }
}
