/* float_weights: how the weights of float kernels are kept, and read: as floats, as halves, or as int8 numbers that a scale a
 * channel makes real. The sums over them take the reader as an argument; inlined, nothing is left of it but the load. */
#ifndef THIMBLE_FLOAT_WEIGHTS_H
#define THIMBLE_FLOAT_WEIGHTS_H

#include <stdint.h>

#include "half_float.h"

/* Weight i of an array, as a float. */
typedef float (*thimble_weight_reader)(const void *weights, int32_t i);

static inline float thimble_weight_f32(const void *weights, int32_t i) { return ((const float *)weights)[i]; }
static inline float thimble_weight_f16(const void *weights, int32_t i) { return thimble_half_to_float(((const uint16_t *)weights)[i]); }
static inline float thimble_weight_s8(const void *weights, int32_t i) { return (float)((const int8_t *)weights)[i]; }

/* What becomes of a channel's sum: scale and bias may be NULL. */
static inline float thimble_weighted_output(float sum, const float *scale, const float *bias, int32_t channel) {
  if (scale) sum *= scale[channel];
  return bias ? sum + bias[channel] : sum;
}

#endif
