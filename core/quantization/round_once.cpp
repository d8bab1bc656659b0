#include "core/quantization/round_once.h"

#include <algorithm>
#include <cmath>

namespace thimble {
namespace {

constexpr double kBeyondTies = 0x1p-22;
constexpr double kFloatError = 1.25;  // what is beyond ties may be as much more when the scale is a float
constexpr double kMostGrowth = 1.0 / 8;

// With 2^shift the power of two from `steps` on, the first rounding counts in units of which a tie has 2^(shift - 1) (2 k + 1), moved by
// up to 2^(shift + 8) * kBeyondTies; the sum before it is 2^(shift - 1) / steps units away, which has to stay over a half.
double clear_of_first_rounding(double steps) {
  const int shift = static_cast<int>(std::ceil(std::log2(steps)));
  const double moved = std::ldexp(kBeyondTies * kFloatError, shift + 8);
  return std::floor(std::min(steps, std::ldexp(1.0, shift - 1) / (0.5 + moved)));
}

}  // namespace

float scale_of_one_rounding(float scale, double in_scale, double out_scale) {
  const double steps = out_scale / (2 * in_scale * static_cast<double>(scale));
  if (!(steps >= 1 && steps < 0x1p30)) return scale;
  const double chosen = clear_of_first_rounding(std::floor(steps));
  if (!(chosen * (1 + kMostGrowth) >= steps)) return scale;
  return static_cast<float>(out_scale / (2 * in_scale * chosen) * (1 + kBeyondTies));
}

void round_once(std::span<float> weight_scales, double in_scale, double out_scale) {
  for (float& scale : weight_scales) scale = scale_of_one_rounding(scale, in_scale, out_scale);
}

}  // namespace thimble
