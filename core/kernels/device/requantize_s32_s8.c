#include "requantize_s32_s8.h"

#include "requantize.h"

void thimble_requantize_s32_s8(const thimble_requantize_s32_s8_params *params, const int32_t *input, int8_t *output) {
  const thimble_requantize_s32_s8_params *p = params;
  for (int32_t i = 0; i < p->count; i++) {
    const int32_t scaled = thimble_requantize((int32_t)((uint32_t)input[i] - (uint32_t)p->in_zero_point), p->multiplier, p->shift);
    output[i] = (int8_t)thimble_clamp(thimble_wrapping_add(scaled, p->out_zero_point), INT8_MIN, INT8_MAX);
  }
}
