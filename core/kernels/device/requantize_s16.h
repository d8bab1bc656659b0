/* requantize_s16: change of scale and zero point, int16 to int16.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, -32768, 32767)
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_REQUANTIZE_S16_H
#define THIMBLE_REQUANTIZE_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s16_params;

void thimble_requantize_s16(const thimble_requantize_s16_params *params, const int16_t *input, int16_t *output);

#endif
