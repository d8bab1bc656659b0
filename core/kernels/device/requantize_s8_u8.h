/* requantize_s8_u8: change of scale and zero point, int8 to uint8.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, 0, 255)
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_REQUANTIZE_S8_U8_H
#define THIMBLE_REQUANTIZE_S8_U8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_requantize_s8_u8_params;

void thimble_requantize_s8_u8(const thimble_requantize_s8_u8_params *params, const int8_t *input, uint8_t *output);

#endif
