/* leaky_relu_s16: x where x >= 0, alpha * x elsewhere, int16 in and out.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in, multiplier and shift of its side), -32768, 32767)
 *   units   zero points are 0; alpha_multiplier stands for in_scale * alpha / out_scale; alpha is not negative
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_LEAKY_RELU_S16_H
#define THIMBLE_LEAKY_RELU_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t multiplier, shift;
  int32_t alpha_multiplier, alpha_shift;
} thimble_leaky_relu_s16_params;

void thimble_leaky_relu_s16(const thimble_leaky_relu_s16_params *params, const int16_t *input, int16_t *output);

#endif
