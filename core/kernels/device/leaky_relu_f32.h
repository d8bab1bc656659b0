/* leaky_relu_f32: x where not negative, else alpha times x, floats.
 *   shapes  in, out [count]
 *   maths   out = in >= 0 ? in : alpha * in
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_LEAKY_RELU_F32_H
#define THIMBLE_LEAKY_RELU_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float alpha;
} thimble_leaky_relu_f32_params;

void thimble_leaky_relu_f32(const thimble_leaky_relu_f32_params *params, const float *input, float *output);

#endif
