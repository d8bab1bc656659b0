#include "image_row_u8.h"

#include <string.h>

static int32_t smaller(int32_t a, int32_t b) { return a < b ? a : b; }

void thimble_image_center_window(thimble_image_row_u8_params *params) {
  /* Products of sides fit: 8192 * 8192. */
  const int32_t by_height = params->height * params->out_width, by_width = params->width * params->out_height;
  params->rows = by_height <= by_width ? params->height : by_width / params->out_width;
  params->columns = by_height <= by_width ? by_height / params->out_height : params->width;
  if (params->rows < 1) params->rows = 1;
  if (params->columns < 1) params->columns = 1;
  params->top = (params->height - params->rows) / 2;
  params->left = (params->width - params->columns) / 2;
}

static void nearest_row(const thimble_image_row_u8_params *params, const uint8_t *line, int32_t first, int32_t count, uint8_t *out) {
  for (int32_t i = 0; i < count; i++) {
    const int32_t x = (2 * (first + i) + 1) * params->columns / (2 * params->out_width);
    for (int32_t c = 0; c < params->channels; c++) *out++ = line[x * params->channels + c];
  }
}

/* Two neighbours, and the weight of the second in 1/2048. */
static void bilinear_taps(int32_t i, int32_t size, int32_t n, int32_t *low, int32_t *high, uint32_t *weight) {
  int32_t place = (2 * i + 1) * size - n; /* in 1 / 2n of a pixel, from the middle of the first */
  if (place < 0) place = 0;
  *low = place / (2 * n);
  *high = smaller(*low + 1, size - 1);
  *weight = ((uint32_t)(place % (2 * n)) * 2048u + (uint32_t)n) / (uint32_t)(2 * n);
}

static void bilinear_row(const thimble_image_row_u8_params *params, const uint8_t *window, int32_t row, int32_t first, int32_t count,
                         uint8_t *out) {
  const int32_t stride = params->width * params->channels;
  int32_t low, high, left, right;
  uint32_t down, across;
  bilinear_taps(row, params->rows, params->out_height, &low, &high, &down);
  const uint8_t *above = window + low * stride, *below = window + high * stride;
  for (int32_t i = 0; i < count; i++) {
    bilinear_taps(first + i, params->columns, params->out_width, &left, &right, &across);
    for (int32_t c = 0; c < params->channels; c++) {
      const int32_t l = left * params->channels + c, r = right * params->channels + c;
      const uint32_t upper = (2048u - across) * above[l] + across * above[r];
      const uint32_t lower = (2048u - across) * below[l] + across * below[r];
      *out++ = (uint8_t)(((2048u - down) * upper + down * lower + (1u << 21)) >> 22);
    }
  }
}

/* Pixels that count for output pixel i, and the weight of pixel x among them. */
typedef struct {
  int32_t begin, end, size, n, i, widest;
} triangle;

static triangle triangle_taps(int32_t i, int32_t size, int32_t n) {
  triangle taps = {0, size, size, n, i, 2 * (size > n ? size : n)};
  const int32_t middle = (2 * i + 1) * size; /* in 1 / 2n of a pixel */
  taps.begin = (middle - taps.widest - n) / (2 * n);
  taps.end = (middle + taps.widest - n) / (2 * n) + 1;
  if (taps.begin < 0) taps.begin = 0;
  if (taps.end > size) taps.end = size;
  return taps;
}

static uint32_t triangle_weight(const triangle *taps, int32_t x) {
  const int32_t distance = (2 * x + 1) * taps->n - (2 * taps->i + 1) * taps->size;
  const int32_t weight = taps->widest - (distance < 0 ? -distance : distance);
  return weight > 0 ? (uint32_t)weight : 0;
}

static void antialias_row(const thimble_image_row_u8_params *params, const uint8_t *window, int32_t row, int32_t first, int32_t count,
                          uint8_t *out) {
  const int32_t stride = params->width * params->channels;
  const triangle down = triangle_taps(row, params->rows, params->out_height);
  uint64_t down_sum = 0;
  for (int32_t y = down.begin; y < down.end; y++) down_sum += triangle_weight(&down, y);
  for (int32_t i = 0; i < count; i++) {
    const triangle across = triangle_taps(first + i, params->columns, params->out_width);
    uint64_t across_sum = 0;
    for (int32_t x = across.begin; x < across.end; x++) across_sum += triangle_weight(&across, x);
    const uint64_t whole = down_sum * across_sum;
    for (int32_t c = 0; c < params->channels; c++) {
      uint64_t sum = 0;
      for (int32_t y = down.begin; y < down.end; y++) {
        const uint8_t *line = window + y * stride + c;
        uint64_t line_sum = 0;
        for (int32_t x = across.begin; x < across.end; x++) line_sum += (uint64_t)triangle_weight(&across, x) * line[x * params->channels];
        sum += line_sum * triangle_weight(&down, y);
      }
      *out++ = (uint8_t)((sum + whole / 2) / whole);
    }
  }
}

void thimble_image_row_u8(const thimble_image_row_u8_params *params, const uint8_t *image, int32_t row, int32_t first, int32_t count,
                          uint8_t *out) {
  const int32_t stride = params->width * params->channels;
  const uint8_t *window = image + params->top * stride + params->left * params->channels;
  if (params->rows == params->out_height && params->columns == params->out_width) {
    memcpy(out, window + row * stride + first * params->channels, (size_t)(count * params->channels));
  } else if (params->method == THIMBLE_RESIZE_NEAREST) {
    const int32_t y = (2 * row + 1) * params->rows / (2 * params->out_height);
    nearest_row(params, window + y * stride, first, count, out);
  } else if (params->method == THIMBLE_RESIZE_BILINEAR) {
    bilinear_row(params, window, row, first, count, out);
  } else {
    antialias_row(params, window, row, first, count, out);
  }
}
