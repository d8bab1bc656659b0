// The inner loops of convolution and dense layers on Cortex-M with the DSP extension, as shared C helpers.
//   gather  copies the taps of `pixels` neighbouring output pixels from rows of int8 or int16 into a buffer of int16 pairs,
//           the pixels interleaved: one LDM later brings one pair of every pixel.
//   block   multiplies that buffer with all output channels, two at a time, and requantizes and stores the outputs.
//   A weight word holds two input terms of two output channels a and b: its halves are 256 * a + b as int16. SMLAD on the
//   word itself sums 256 * A + B, SMLAD after SXTB16 sums B, and A = (first - second) >> 8: one unpacking instruction
//   for four weights. It is exact as long as |A| < 2^23; otherwise (`split`, always for int16) both halves are unpacked.
//   A step is one pair of terms; where the filter slides by one column (`taps` > 1) a step brings one pair of every
//   column and serves all taps of the filter row.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codegen/emitters/requantize_armv7em.h"
#include "core/codegen/kernel_emitter.h"

namespace thimble {

struct DotShape {
  std::int64_t out_c = 0;
  std::int64_t taps = 1;           // filter columns served by one step
  std::int64_t rows = 1;           // filter rows
  std::int64_t run = 0;            // elements of a filter row gathered for each column
  std::int64_t column = 0;         // distance of the gathered columns in a row, in elements
  bool wide = false;               // elements are int16

  std::int64_t element_bytes() const { return wide ? 2 : 1; }
  std::int64_t run_bytes() const { return run * element_bytes(); }
  std::int64_t column_bytes() const { return column * element_bytes(); }
  // A word brings the pairs (0, 2) and (1, 3) of bytes, or one pair of int16.
  std::int64_t steps_per_row() const { return wide ? (run + 1) / 2 : run / 4 * 2 + std::min<std::int64_t>(run % 4, 2); }
  std::int64_t first_of_step(std::int64_t step) const { return wide ? 2 * step : step / 2 * 4 + step % 2; }
  std::int64_t second_of_step(std::int64_t step) const { return first_of_step(step) + (wide ? 1 : 2); }
  std::int64_t steps() const { return rows * steps_per_row(); }
  std::int64_t columns(std::int64_t pixels) const { return pixels + taps - 1; }
  std::int64_t buffer_words(std::int64_t pixels) const { return steps() * columns(pixels); }
  // The largest block of pixels that the register file holds.
  std::int64_t max_pixels(bool split) const { return taps + (split ? 1 : 0) <= 3 ? 3 : 2; }
};

// The constants of a layer as the blocks read them, in one stream of words:
//   [multiplier, offset, n if all channels share them], then for each pair of channels b (even), a (odd):
//   [256 * bias_a + bias_b (split: bias_a), bias_b, steps * taps weight words, {multiplier, offset, n} of b and of a]
//   `any`: no requantization numbers in it.
struct DotConstants {
  std::vector<std::int32_t> stream;
  bool split = false;
};

// `weights` [out_c][rows][taps][run], as in OHWI; `sums` and `requant` by channel.
DotConstants dot_constants(const DotShape& shape, std::span<const std::int8_t> weights, std::span<const FoldedSum> sums,
                           const RequantPlan& requant);

// `static void <name>(uint32_t *buffer, const T *const *rows, int32_t offset)`
EmittedHelper gather_helper(const DotShape& shape, std::int64_t pixels);

// `static void <name>(const uint32_t *buffer, const int32_t *stream, T *output)`; `any`: `int32_t *sums` in place of
// output, [out_c][pixels].
EmittedHelper block_helper(const DotShape& shape, std::int64_t pixels, const RequantPlan& requant, bool split);

}  // namespace thimble
