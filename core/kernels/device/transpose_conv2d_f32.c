#include "transpose_conv2d_f32.h"

#include "float_math.h"
#include "transpose_taps.h"

/* One output: `image` is the input's corner, `weights` the output channel's filter. */
static float accumulate(const thimble_transpose_conv2d_f32_params *p, const float *image, const float *weights, thimble_reaching_taps rows,
                        thimble_reaching_taps columns, float sum) {
  for (int32_t y = rows.first; y < rows.end; y += rows.step) {
    const float *row = image + (rows.at - y) / rows.step * p->in_w * p->in_c;
    for (int32_t x = columns.first; x < columns.end; x += columns.step) {
      const float *pixel = row + (columns.at - x) / columns.step * p->in_c;
      const float *filter = weights + (y * p->filter_w + x) * p->in_c;
      for (int32_t c = 0; c < p->in_c; c++) sum += pixel[c] * filter[c];
    }
  }
  return sum;
}

void thimble_transpose_conv2d_f32(const thimble_transpose_conv2d_f32_params *params, const float *input, const float *weights,
                                  const float *bias, float *output) {
  const thimble_transpose_conv2d_f32_params *p = params;
  const int32_t filter_size = p->filter_h * p->filter_w * p->in_c;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_reaching_taps rows = thimble_taps_reaching(oy, p->pad_top, p->stride_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_reaching_taps columns = thimble_taps_reaching(ox, p->pad_left, p->stride_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          const float acc = accumulate(p, image, weights + oc * filter_size, rows, columns, bias ? bias[oc] : 0.0f);
          *output++ = thimble_math_clamp(acc, p->out_min, p->out_max);
        }
      }
    }
  }
}
