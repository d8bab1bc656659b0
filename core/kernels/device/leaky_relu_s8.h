/* leaky_relu_s8: x where x >= 0, alpha * x elsewhere, int8 in and out.
 *   shapes  in, out [count]
 *   maths   x = in - in_zero_point;  out = clamp(requantize(x, multiplier and shift of its side) + out_zero_point, -128, 127)
 *   units   alpha_multiplier stands for in_scale * alpha / out_scale; alpha is not negative
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_LEAKY_RELU_S8_H
#define THIMBLE_LEAKY_RELU_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, out_zero_point;
  int32_t multiplier, shift;
  int32_t alpha_multiplier, alpha_shift;
} thimble_leaky_relu_s8_params;

void thimble_leaky_relu_s8(const thimble_leaky_relu_s8_params *params, const int8_t *input, int8_t *output);

#endif
