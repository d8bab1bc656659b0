/* mean_s16: mean over neighbouring dimensions, int16 in and out, each with a scale of its own.
 *   shapes  in [outer, count, inner]  out [outer, inner]; over H and W of [N,H,W,C]: outer N, count H*W, inner C
 *   maths   out = clamp(requantize(sum in, multiplier, shift), -32768, 32767)
 *   units   zero points are 0; multiplier stands for in_scale / (out_scale * count); it may be below 2^30,
 *           because the reference divides it
 *   limits  past 32 bits the sum wraps, as the reference does; with count at most 65535 it cannot
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 16x8 quantization, reference kernels
 */
#ifndef THIMBLE_MEAN_S16_H
#define THIMBLE_MEAN_S16_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
  int32_t multiplier, shift;
} thimble_mean_s16_params;

void thimble_mean_s16(const thimble_mean_s16_params *params, const int16_t *input, int16_t *output);

#endif
