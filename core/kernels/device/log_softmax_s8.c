#include "log_softmax_s8.h"

#include "fixed_exp.h"
#include "fixed_log.h"
#include "requantize.h"

static int32_t difference(const thimble_log_softmax_s8_params *p, int32_t diff) {
  return thimble_requantize(diff, p->in_multiplier, p->in_shift);
}

/* log(sum exp(input - max)), Q5.26. */
static int32_t log_of_sum(const thimble_log_softmax_s8_params *p, const int8_t *input, int32_t max) {
  int32_t sum = 0; /* Q12.19 */
  for (int32_t i = 0; i < p->depth; i++) {
    const int32_t diff = input[i] - max;
    if (diff >= p->diff_min) sum += thimble_round_shift(thimble_exp_negative(difference(p, diff)), 12);
  }
  return thimble_log(sum);
}

void thimble_log_softmax_s8(const thimble_log_softmax_s8_params *params, const int8_t *input, int8_t *output) {
  const thimble_log_softmax_s8_params *p = params;
  for (int32_t row = 0; row < p->rows; row++, input += p->depth, output += p->depth) {
    int32_t max = INT8_MIN;
    for (int32_t i = 0; i < p->depth; i++) max = input[i] > max ? input[i] : max;
    const int32_t log_sum = log_of_sum(p, input, max);
    /* Below this the difference less the logarithm leaves Q5.26. */
    const int32_t lowest = thimble_requantize(thimble_wrapping_add(log_sum, INT32_MIN), p->reverse_multiplier, p->reverse_shift);
    const int32_t bound = lowest > p->diff_min - 1 ? lowest : p->diff_min - 1;
    for (int32_t i = 0; i < p->depth; i++) {
      const int32_t diff = input[i] - max;
      output[i] = INT8_MIN;
      if (diff <= bound) continue;
      const int32_t steps = thimble_round_shift(difference(p, diff) - log_sum, 22) + 127;
      output[i] = (int8_t)thimble_clamp(steps, INT8_MIN, INT8_MAX);
    }
  }
}
