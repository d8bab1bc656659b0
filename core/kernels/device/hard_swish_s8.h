/* hard_swish_s8: x * clamp(x + 3, 0, 6) / 6, int8 in and out, in 16-bit fixed point.
 *   shapes  in, out [count]
 *   maths   x = (in - in_zero_point) * 128;  r = x / 3 in Q0.15, saturated to [-1, 1);  gate = (r + 1) / 2;
 *           out = clamp(round(gate * x * out_multiplier * 2^out_exponent) + out_zero_point, -128, 127)
 *   units   multipliers Q0.15; out_exponent at most 0; reluish_multiplier with its exponent stands for in_scale / 128 / 3
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels; Howard et al. 2019, arXiv:1905.02244, section 5.2
 */
#ifndef THIMBLE_HARD_SWISH_S8_H
#define THIMBLE_HARD_SWISH_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, out_zero_point;
  int32_t out_multiplier, out_exponent;
  int32_t reluish_multiplier, reluish_exponent;
} thimble_hard_swish_s8_params;

void thimble_hard_swish_s8(const thimble_hard_swish_s8_params *params, const int8_t *input, int8_t *output);

#endif
