/* relu_s16: clamp of real values with a change of scale, int16: relu, relu6 and their kin.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in, multiplier, shift), out_min, out_max)
 *   units   zero points are 0
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_RELU_S16_H
#define THIMBLE_RELU_S16_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t multiplier, shift;
  int32_t out_min, out_max;
} thimble_relu_s16_params;

void thimble_relu_s16(const thimble_relu_s16_params *params, const int16_t *input, int16_t *output);

#endif
