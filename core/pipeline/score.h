// score: the arithmetic of judging, each formula once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/report/optimize_report.h"

namespace thimble {

// `hits` of `of` with the 95 % interval of Wilson 1927, "Probable inference, the law of succession, and statistical inference".
Share wilson_share(std::int64_t hits, std::int64_t of);

// The first of the largest, as firmware finds it; -1 where no value is a number.
std::int32_t argmax(std::span<const float> values);

// How many values stand before values[index] when sorted from the largest, equal ones by index. NaN stands last.
std::int64_t rank_of(std::span<const float> values, std::size_t index);

// The chance that a positive scores above a negative, ties half (Mann-Whitney). Nothing where either class has no sample.
std::optional<double> area_under_curve(std::vector<std::pair<float, bool>> scores);

// Signal and noise of one output, added up over samples in order.
struct NoiseSum {
  double signal = 0, noise = 0;
  void add(std::span<const float> reference, std::span<const float> values);
  // 10 log10(signal / noise); kExactSqnrDb where there is no noise. Not finite noise: -kExactSqnrDb.
  double sqnr_db() const;
};
inline constexpr double kExactSqnrDb = 200;

}  // namespace thimble
