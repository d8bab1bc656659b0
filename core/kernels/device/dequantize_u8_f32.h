/* dequantize_u8_f32: uint8 to float.
 *   shapes  in, out [count]  scale [1]
 *   maths   out = scale * (in - zero_point), rounded once
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_DEQUANTIZE_U8_F32_H
#define THIMBLE_DEQUANTIZE_U8_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t zero_point;
} thimble_dequantize_u8_f32_params;

void thimble_dequantize_u8_f32(const thimble_dequantize_u8_f32_params *params, const uint8_t *input, const float *scale, float *output);

#endif
