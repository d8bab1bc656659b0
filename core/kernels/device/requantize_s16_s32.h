/* requantize_s16_s32: change of scale and zero point, int16 to int32.
 *   shapes  in, out [count]
 *   maths   out = requantize(in - in_zero_point, multiplier, shift) + out_zero_point; past 32 bits it wraps, as the reference does
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_REQUANTIZE_S16_S32_H
#define THIMBLE_REQUANTIZE_S16_S32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s16_s32_params;

void thimble_requantize_s16_s32(const thimble_requantize_s16_s32_params *params, const int16_t *input, int32_t *output);

#endif
