// round_once: scales of weights for which runtimes that round differently compute the same integers.
//   why     a sum is brought to the output's scale by a real factor. The 8-bit specification's reference rounds twice (a product, then a
//           shift: DESIGN's double rounding), other runtimes once, ties to even. Sums just below a tie differ, one in 2^(shift + 1); and
//           one number off by one in an early layer is a tenth of all numbers two layers on.
//   maths   for the factor (1 + 2^-22) / (2 n), n whole: the sums at a tie are the multiples n (2 k + 1), which all round away from
//           zero; every other sum is at least 1 / (2 n) from a tie, which in units of the first rounding is more than its half
//   cost    a scale grows, so no weight clips, by less than 1 / n, or a little more where n is so near below a power of two that the first
//           rounding would still see a tie. One that would have to grow by more than an eighth is left alone.
//   holds   for all sums that end within 255 steps of zero, and any runtime whose float factor is off by less than 2^-23
#pragma once

#include <span>

namespace thimble {

// Never less than `scale`; `scale` itself where it is left alone.
float scale_of_one_rounding(float scale, double in_scale, double out_scale);
void round_once(std::span<float> weight_scales, double in_scale, double out_scale);

}  // namespace thimble
