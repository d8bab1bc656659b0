#include "neg_f32.h"

void thimble_neg_f32(const thimble_neg_f32_params *params, const float *input, float *output) {
  for (int32_t i = 0; i < params->count; i++) output[i] = -input[i];
}
