#include "log_softmax_f32.h"

#include "float_math.h"

void thimble_log_softmax_f32(const thimble_log_softmax_f32_params *params, const float *input, float *output) {
  const int32_t depth = params->depth;
  for (int32_t r = 0; r < params->rows; r++, input += depth, output += depth) {
    float greatest = input[0];
    for (int32_t i = 1; i < depth; i++) {
      if (input[i] > greatest) greatest = input[i];
    }
    float sum = 0.0f;
    for (int32_t i = 0; i < depth; i++) sum += thimble_math_exp(input[i] - greatest);
    const float log_sum = thimble_math_log(sum);
    for (int32_t i = 0; i < depth; i++) output[i] = (input[i] - greatest) - log_sum;
  }
}
