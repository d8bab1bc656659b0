/* requantize_u8_s8: change of scale and zero point, uint8 to int8.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, -128, 127)
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_REQUANTIZE_U8_S8_H
#define THIMBLE_REQUANTIZE_U8_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_u8_s8_params;

void thimble_requantize_u8_s8(const thimble_requantize_u8_s8_params *params, const uint8_t *input, int8_t *output);

#endif
