/* resize_bilinear_s16: an image of another size by the four pixels around, int16, the scale unchanged.
 *   shapes  in [N,H,W,C]  rows [out_h, 3]  columns [out_w, 3]  out [N,out_h,out_w,C]
 *   maths   out = the mean of the pixels at rows[y][0..1] and columns[x][0..1], weighted by 1024 - f and f in each direction,
 *           f = rows[y][2], columns[x][2]; divided by 2^20, halves away from zero
 *   units   f in 1/1024 of a pixel, in [0, 1024]
 *   limits  input and output do not overlap
 *   exact   defines the result; specialised code is held against it bit for bit
 *   source  TensorFlow Lite reference kernels (integer interpolation)
 */
#ifndef THIMBLE_RESIZE_BILINEAR_S16_H
#define THIMBLE_RESIZE_BILINEAR_S16_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels, out_h, out_w;
} thimble_resize_bilinear_s16_params;

void thimble_resize_bilinear_s16(const thimble_resize_bilinear_s16_params *params, const int16_t *input, const int32_t *rows,
                                 const int32_t *columns, int16_t *output);

#endif
