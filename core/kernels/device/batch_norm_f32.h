/* batch_norm_f32: a factor and an offset for each channel, floats: batch normalization of a trained network.
 *   shapes  in, out [rows, channels]  factor, offset [channels]
 *   maths   out = x * factor[c] + offset[c], rounded twice; factor = scale / sqrt(variance + epsilon), offset = bias - mean * factor
 *   limits  the output may overwrite the input
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_BATCH_NORM_F32_H
#define THIMBLE_BATCH_NORM_F32_H

#include <stdint.h>

typedef struct {
  int32_t rows, channels;
} thimble_batch_norm_f32_params;

void thimble_batch_norm_f32(const thimble_batch_norm_f32_params *params, const float *input, const float *factor, const float *offset,
                            float *output);

#endif
