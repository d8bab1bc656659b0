/* relu_f32: clamp of floats: relu, relu6 and their kin.
 *   shapes  in, out [count]
 *   maths   out = clamp(in, out_min, out_max)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_RELU_F32_H
#define THIMBLE_RELU_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float out_min, out_max;
} thimble_relu_f32_params;

void thimble_relu_f32(const thimble_relu_f32_params *params, const float *input, float *output);

#endif
