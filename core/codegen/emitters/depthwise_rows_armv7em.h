// The inner loops of depthwise convolution on Cortex-M with the DSP extension, as shared C helpers.
//   planes  spreads the elements of neighbouring channels (four of int8, two of int16, or one) over int16 planes, one a
//           channel, borders around them filled with the input's zero point: taps of a filter row become neighbouring
//           halves of words.
//   rows    computes rows of outputs of one channel: two taps by SMLAD, an odd one by SMLABT or SMLATB, several outputs
//           at a time so that each word of the plane is loaded once for all of them.
//   Weights come as words of two taps: even ones (w0, w1), (w2, w3) ... for outputs that start in the low half of a word,
//   odd ones (w1, w2), (w3, w4) ... for those that start in the high half. Sums of int8
//   are kept doubled, see dsp_s8.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codegen/emitters/requantize_armv7em.h"
#include "core/codegen/kernel_emitter.h"

namespace thimble {

struct DepthwiseShape {
  std::int64_t filter_h, filter_w, stride_h, stride_w;
  std::int64_t out_w;
  std::int64_t in_c, out_c;     // elements between neighbouring pixels of input and output
  std::int64_t in_w;
  std::int64_t lead;            // halves between the start of a plane's row and the first tap of output 0: 0 or 1
  std::int64_t first;           // halves before input column 0; even
  std::int64_t row_bytes;       // of a plane; a multiple of 4
  std::int64_t plane_bytes;
  bool wide = false;            // elements are int16

  std::int64_t element_bytes() const { return wide ? 2 : 1; }
  const char* type() const { return wide ? "int16_t" : "int8_t"; }
  std::int64_t channels_at_once() const { return wide ? 2 : 4; }
  bool both_phases() const { return stride_w % 2 != 0 && out_w > 1; }  // outputs start in low and high halves
  std::int64_t weight_words() const;                                   // words a filter row
  std::int64_t stream_words() const { return 1 + filter_h * weight_words() + 3; }
  std::int64_t block_outputs() const;                                  // outputs at a time; 0: registers do not suffice
};

// Stream of one channel: [sum's start, filter_h * weight_words() words, multiplier, offset, n].
void append_channel(std::vector<std::int32_t>& stream, const DepthwiseShape& shape, std::span<const std::int8_t> taps, std::int64_t bias,
                    const ChannelRequant& numbers, bool doubled);

// `static void <name>(uint32_t *plane, const T *from, int32_t rows, uint32_t pad)`: `plane` is where input column 0 of
// the first row goes; `pad` has the zero point in both halves. For channels_at_once(), or one.
EmittedHelper planes_helper(const DepthwiseShape& shape, std::int64_t channels);

// `static void <name>(const uint32_t *plane, const int32_t *stream, T *output, int32_t rows)`; `any` requantization
// writes sums: `int32_t *sums` in place of output.
EmittedHelper rows_helper(const DepthwiseShape& shape, const RequantPlan& requant);

}  // namespace thimble
