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
//   interval  all areas that are within 1.96 of their own standard errors of what was found: the error of Hanley & McNeil 1982, "The
//             meaning and use of the area under a receiver operating characteristic (ROC) curve", for the mean number of both classes,
//             solved for the area (Newcombe 2006, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic",
//             part 2, method 5). As Hanley & McNeil have it, 200 positives and 15 negatives were covered 84 times in 100; with the
//             error at the area that was found, a perfect one would be certain after two samples
std::optional<Estimate> area_under_curve(std::vector<std::pair<float, bool>> scores);

// The mean of errors, none below 0, added one by one (Welford 1962). Interval: 1.96 standard errors of the mean, which is near a
// normal distribution for some dozens of samples; of one sample it is the value alone.
class ErrorMean {
 public:
  void add(double error);
  std::int64_t count() const { return count_; }
  Estimate estimate() const;

 private:
  std::int64_t count_ = 0;
  double mean_ = 0, squares_ = 0;
};

// The variance of vectors of numbers around their mean vector: the mean over the numbers.
class VectorVariance {
 public:
  void add(std::span<const float> values);
  double variance() const;

 private:
  std::int64_t count_ = 0;
  std::vector<double> means_;
  double squares_ = 0;
};

}  // namespace thimble
