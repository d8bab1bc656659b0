/* requantize_s32_s16: change of scale and zero point, int32 to int16.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, INT16_MIN, INT16_MAX)
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_REQUANTIZE_S32_S16_H
#define THIMBLE_REQUANTIZE_S32_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s32_s16_params;

void thimble_requantize_s32_s16(const thimble_requantize_s32_s16_params *params, const int32_t *input, int16_t *output);

#endif
