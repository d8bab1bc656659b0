/* relu_s8: clamp of real values with a change of scale, int8: relu, relu6 and their kin.
 *   shapes  in, out [count]
 *   maths   out = clamp(requantize(in - in_zero_point, multiplier, shift) + out_zero_point, out_min, out_max)
 *   limits  the output may overwrite the input
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_RELU_S8_H
#define THIMBLE_RELU_S8_H

#include <stdint.h>

typedef struct {
  int32_t count;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
  int32_t out_min, out_max;
} thimble_relu_s8_params;

void thimble_relu_s8(const thimble_relu_s8_params *params, const int8_t *input, int8_t *output);

#endif
