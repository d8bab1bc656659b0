#include "clip_f32.h"

#include "float_math.h"

static float clip_of(const thimble_clip_f32_params *p, float x) { return thimble_math_clamp(x, p->low, p->high); }

void thimble_clip_f32(const thimble_clip_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = clip_of(params, input[i]);
}
