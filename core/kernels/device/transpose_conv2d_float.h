/* transpose_conv2d_float: the convolution of transpose_conv2d_f32, transpose_conv2d_f32_f16 and transpose_conv2d_f32_s8. */
#ifndef THIMBLE_TRANSPOSE_CONV2D_FLOAT_H
#define THIMBLE_TRANSPOSE_CONV2D_FLOAT_H

#include "float_math.h"
#include "float_weights.h"
#include "transpose_conv2d_f32.h"
#include "transpose_taps.h"

/* One output without scale and bias: `image` is the input's corner, `filter` the index of the output channel's first weight. */
static inline float thimble_transpose_conv2d_float_sum(const thimble_transpose_conv2d_f32_params *p, const float *image,
                                                       const void *weights, thimble_weight_reader read, int32_t filter,
                                                       thimble_reaching_taps rows, thimble_reaching_taps columns) {
  float sum = 0.0f;
  for (int32_t y = rows.first; y < rows.end; y += rows.step) {
    const float *row = image + (rows.at - y) / rows.step * p->in_w * p->in_c;
    for (int32_t x = columns.first; x < columns.end; x += columns.step) {
      const float *pixel = row + (columns.at - x) / columns.step * p->in_c;
      const int32_t tap = filter + (y * p->filter_w + x) * p->in_c;
      for (int32_t c = 0; c < p->in_c; c++) sum += pixel[c] * read(weights, tap + c);
    }
  }
  return sum;
}

static inline void thimble_transpose_conv2d_float(const thimble_transpose_conv2d_f32_params *p, const float *input, const void *weights,
                                                  thimble_weight_reader read, const float *scale, const float *bias, float *output) {
  const int32_t filter_size = p->filter_h * p->filter_w * p->in_c;
  for (int32_t n = 0; n < p->batches; n++) {
    const float *image = input + n * p->in_h * p->in_w * p->in_c;
    for (int32_t oy = 0; oy < p->out_h; oy++) {
      const thimble_reaching_taps rows = thimble_taps_reaching(oy, p->pad_top, p->stride_h, p->filter_h, p->in_h);
      for (int32_t ox = 0; ox < p->out_w; ox++) {
        const thimble_reaching_taps columns = thimble_taps_reaching(ox, p->pad_left, p->stride_w, p->filter_w, p->in_w);
        for (int32_t oc = 0; oc < p->out_c; oc++) {
          const float sum = thimble_transpose_conv2d_float_sum(p, image, weights, read, oc * filter_size, rows, columns);
          *output++ = thimble_math_clamp(thimble_weighted_output(sum, scale, bias, oc), p->out_min, p->out_max);
        }
      }
    }
  }
}

#endif
