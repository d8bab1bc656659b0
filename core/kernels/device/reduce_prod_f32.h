/* reduce_prod_f32: product over neighbouring dimensions, floats.
 *   shapes  in [outer, count, inner]  out [outer, inner]; count at least 1
 *   maths   out = product over the middle dimension, every step rounded to float
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_REDUCE_PROD_F32_H
#define THIMBLE_REDUCE_PROD_F32_H

#include <stdint.h>

typedef struct {
  int32_t outer, count, inner;
} thimble_reduce_prod_f32_params;

void thimble_reduce_prod_f32(const thimble_reduce_prod_f32_params *params, const float *input, float *output);

#endif
