/* image_row_u8: a row of a picture after a part of it was resized; what preprocessing does to pictures, on host and device.
 *   shapes  image [height, width, channels]; out [count, channels]: pixels first to first + count - 1 of the row
 *   maths   the window (top, left, rows, columns) of the picture becomes out_height x out_width; pixel i of n output pixels
 *           has its middle at (i + 0.5) * size / n of the window
 *           nearest    the pixel at that place
 *           bilinear   the four around it, weights in 1/2048 rounded half up, the sum rounded half up; outside: the border
 *           antialias  weights fall off linearly over max(1, size / n) pixels to both sides, those outside of the window left
 *                      out; the exact sum by the exact sum of weights, rounded half up
 *   limits  sides from 1 to 8192: sums of bilinear fit 32 bits, those of antialias 64
 *   exact   integers only: the same bits everywhere
 */
#ifndef THIMBLE_IMAGE_ROW_U8_H
#define THIMBLE_IMAGE_ROW_U8_H

#include <stdint.h>

#define THIMBLE_RESIZE_NEAREST 0
#define THIMBLE_RESIZE_BILINEAR 1
#define THIMBLE_RESIZE_ANTIALIAS 2

typedef struct {
  int32_t height, width, channels;    /* of the picture */
  int32_t top, left, rows, columns;   /* the window */
  int32_t out_height, out_width;
  int32_t method;
} thimble_image_row_u8_params;

/* The greatest window in the middle with the proportions of out_height x out_width (rounded down, at least a pixel). */
void thimble_image_center_window(thimble_image_row_u8_params *params);

void thimble_image_row_u8(const thimble_image_row_u8_params *params, const uint8_t *image, int32_t row, int32_t first, int32_t count,
                          uint8_t *out);

/* Luma of ITU-R BT.601 in 16-bit fixed point. */
static inline uint8_t thimble_gray_u8(uint8_t red, uint8_t green, uint8_t blue) {
  return (uint8_t)((19595u * red + 38470u * green + 7471u * blue + 32768u) >> 16);
}

#endif
