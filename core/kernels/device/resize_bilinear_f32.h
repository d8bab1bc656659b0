/* resize_bilinear_f32: an image of another size by the four pixels around, floats.
 *   shapes  in [N,H,W,C]  rows [out_h, 2]  row_parts [out_h]  columns [out_w, 2]  column_parts [out_w]  out [N,out_h,out_w,C]
 *   maths   out = the pixels at rows[y][0..1] and columns[x][0..1], weighted by 1 - f and f in each direction; f are the parts.
 *           The four products of a pixel with its two weights are added in the order of rows, then columns
 *   limits  input and output do not overlap
 *   exact   defines the result; float_executor agrees within a tolerance
 */
#ifndef THIMBLE_RESIZE_BILINEAR_F32_H
#define THIMBLE_RESIZE_BILINEAR_F32_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, channels, out_h, out_w;
} thimble_resize_bilinear_f32_params;

void thimble_resize_bilinear_f32(const thimble_resize_bilinear_f32_params *params, const float *input, const int32_t *rows,
                                 const float *row_parts, const int32_t *columns, const float *column_parts, float *output);

#endif
