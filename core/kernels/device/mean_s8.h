/* mean_s8: mean over neighbouring dimensions, int8 in and out, each with a scale of its own.
 *   shapes  in [outer, count, inner]  out [outer, inner]; over H and W of [N,H,W,C]: outer N, count H*W, inner C
 *   maths   acc = sum in - count * in_zero_point;  out = clamp(requantize(acc, multiplier, shift) + out_zero_point, -128, 127)
 *   units   multiplier stands for in_scale / (out_scale * count); it may be below 2^30, because the reference divides it
 *   limits  count at most 2^23
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification
 */
#ifndef THIMBLE_MEAN_S8_H
#define THIMBLE_MEAN_S8_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
  int32_t in_zero_point, multiplier, shift, out_zero_point;
} thimble_mean_s8_params;

void thimble_mean_s8(const thimble_mean_s8_params *params, const int8_t *input, int8_t *output);

#endif
