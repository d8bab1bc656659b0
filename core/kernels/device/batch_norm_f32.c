#include "batch_norm_f32.h"

#include "strict_float.h"

void thimble_batch_norm_f32(const thimble_batch_norm_f32_params *params, const float *input, const float *factor, const float *offset,
                            float *output) {
  for (int32_t r = 0; r < params->rows; r++) {
    for (int32_t c = 0; c < params->channels; c++) *output++ = *input++ * factor[c] + offset[c];
  }
}
