/* requantize_s16_s8: change of scale and zero point, int16 to int8.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, -128, 127)
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_REQUANTIZE_S16_S8_H
#define THIMBLE_REQUANTIZE_S16_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s16_s8_params;

void thimble_requantize_s16_s8(const thimble_requantize_s16_s8_params *params, const int16_t *input, int8_t *output);

#endif
