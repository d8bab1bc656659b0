// recommend: one candidate of a rated report, with reasons in plain words, and why not the others; or what to change.
//   accuracy  the least loss; within kSameLossPoints the smaller one
//   size      the fewest bytes of flash, then the least loss
//   latency   the shortest estimated time (unknown ones last), then the least loss; where no time is known, the least multiply-accumulates
//             x bytes of constants and arena, which all of them read and write
//   balanced  of those that lose at most the limit's points more than the best: the least flash x RAM x time (time only where all of them
//             have an estimate). No limit given: kBalancedPoints, or kFewSamples of those that judged, up to kMostBalancedPoints: so few
//             differ by chance
//   Failed and collapsed candidates, and those that break a limit, are never taken. Ties: the order of the report.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/report/optimize_report.h"

namespace thimble {

inline constexpr double kBalancedPoints = 0.5, kMostBalancedPoints = 1, kFewSamples = 2, kSameLossPoints = 0.005;

// A device that was asked about the best candidate, when nothing meets the limits.
struct DeviceFit {
  std::string device, name;
  bool fits = false;
};

Recommendation recommend(const OptimizeReport& report);
// What the goal had to do without: empty where it had all it needs.
std::string goal_warning(const OptimizeReport& report);
// Of equal texts the first stays.
void drop_repeats(std::vector<std::string>& texts);
// What to change when nothing meets the limits: which limit to relax and by how much, which devices would fit.
std::vector<std::string> advice_for(const OptimizeReport& report, std::span<const DeviceFit> devices);
// The candidate that comes nearest to the limits: what advice is about. Empty: none is usable.
const CandidateReport* nearest_candidate(const OptimizeReport& report);

}  // namespace thimble
