/* resize_nearest_s8: an image of another size by the nearest pixel, elements of any width.
 *   shapes  in [N,H,W,pixel]  rows [out_h]  columns [out_w]  out [N,out_h,out_w,pixel]
 *   maths   out[n, y, x] = in[n, rows[y], columns[x]]
 *   units   pixel in bytes: channels times the width of an element
 *   limits  rows in [0, H), columns in [0, W); input and output do not overlap
 *   exact   defines the result; specialised code is held against it bit for bit
 */
#ifndef THIMBLE_RESIZE_NEAREST_S8_H
#define THIMBLE_RESIZE_NEAREST_S8_H

#include <stdint.h>

typedef struct {
  int32_t batches, in_h, in_w, out_h, out_w, pixel;
} thimble_resize_nearest_s8_params;

void thimble_resize_nearest_s8(const thimble_resize_nearest_s8_params *params, const int8_t *input, const int32_t *rows,
                               const int32_t *columns, int8_t *output);

#endif
