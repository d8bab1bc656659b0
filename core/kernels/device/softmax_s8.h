/* softmax_s8: exp(x) / sum exp(x) over the last axis, int8 in and out, in fixed-point arithmetic only.
 *   shapes  in, out [rows, depth]
 *   maths   d = (in - max of the row) * in_multiplier * 2^in_shift / 2^31 in Q5.26;  e = exp(d) in Q0.31;
 *           out = clamp(round(256 * e / sum e) - 128, -128, 127);  differences below diff_min count as exp = 0
 *   units   output scale 1/256, zero point -128; in_multiplier Q0.31 stands for beta * in_scale * 2^26
 *   limits  depth at most 2047: the sum is Q12.19
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite 8-bit quantization specification; gemmlowp, fixedpoint: exponential by range reduction and a
 *           Taylor polynomial about -1/8, reciprocal by three Newton steps
 */
#ifndef THIMBLE_SOFTMAX_S8_H
#define THIMBLE_SOFTMAX_S8_H

#include <stdint.h>

typedef struct {
  int32_t rows, depth;
  int32_t in_multiplier, in_shift;
  int32_t diff_min;
} thimble_softmax_s8_params;

void thimble_softmax_s8(const thimble_softmax_s8_params *params, const int8_t *input, int8_t *output);

#endif
