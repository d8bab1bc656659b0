/* pad_f32: the input inside a border of one value, floats.
 *   shapes  in [in_0, in_1, in_2, in_3]  out [out_0, out_1, out_2, out_3], out_i at least before_i + in_i
 *   maths   out[i, j, k, l] = in[i - before_0, j - before_1, k - before_2, l - before_3] where that exists, else value
 *   limits  a border of zeros is left to pad_s8, which is faster
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_PAD_F32_H
#define THIMBLE_PAD_F32_H

#include <stdint.h>

typedef struct {
  int32_t in_0, in_1, in_2, in_3;
  int32_t out_0, out_1, out_2, out_3;
  int32_t before_0, before_1, before_2, before_3;
  float value;
} thimble_pad_f32_params;

void thimble_pad_f32(const thimble_pad_f32_params *params, const float *input, float *output);

#endif
