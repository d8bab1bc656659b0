/* quantize_f32_s8: float to int8.
 *   shapes  in, out [count]  scale [1]
 *   maths   out = clamp(round(in / scale) + zero_point), the quotient a float, rounded half away from zero; NaN is the least
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_QUANTIZE_F32_S8_H
#define THIMBLE_QUANTIZE_F32_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t zero_point;
} thimble_quantize_f32_s8_params;

void thimble_quantize_f32_s8(const thimble_quantize_f32_s8_params *params, const float *input, const float *scale, int8_t *output);

#endif
