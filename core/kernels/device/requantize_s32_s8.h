/* requantize_s32_s8: change of scale and zero point, int32 to int8.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, INT8_MIN, INT8_MAX)
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels
 */
#ifndef THIMBLE_REQUANTIZE_S32_S8_H
#define THIMBLE_REQUANTIZE_S32_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s32_s8_params;

void thimble_requantize_s32_s8(const thimble_requantize_s32_s8_params *params, const int32_t *input, int8_t *output);

#endif
