#include "pad_f32.h"

#include <string.h>

static int32_t inside(int32_t index, int32_t before, int32_t size) { return index >= before && index < before + size; }

void thimble_pad_f32(const thimble_pad_f32_params *params, const float *input, float *output) {
  const thimble_pad_f32_params *p = params;
  for (int32_t i = 0; i < p->out_0; i++) {
    for (int32_t j = 0; j < p->out_1; j++) {
      for (int32_t k = 0; k < p->out_2; k++) {
        for (int32_t l = 0; l < p->out_3; l++) output[l] = p->value;
        if (inside(i, p->before_0, p->in_0) && inside(j, p->before_1, p->in_1) && inside(k, p->before_2, p->in_2)) {
          memcpy(output + p->before_3, input, (size_t)p->in_3 * sizeof *input); /* rows of the input come in the order of its memory */
          input += p->in_3;
        }
        output += p->out_3;
      }
    }
  }
}
