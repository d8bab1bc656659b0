/* clip_f32: clamp to a range, floats.
 *   shapes  in, out [count]
 *   maths   out = clamp(x, low, high)
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_CLIP_F32_H
#define THIMBLE_CLIP_F32_H

#include <stdint.h>

typedef struct {
  int32_t count;
  float low, high;
} thimble_clip_f32_params;

void thimble_clip_f32(const thimble_clip_f32_params *params, const float *input, float *output);

#endif
