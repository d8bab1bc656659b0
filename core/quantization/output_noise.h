// OutputNoise: signal and noise of a network's outputs, each output apart; the worst counts: an output of small numbers must not hide
//   behind one of large.
#pragma once

#include <span>
#include <vector>

namespace thimble {

inline constexpr double kExactSqnrDb = 200;

// Of one tensor, added up over samples in order.
struct NoiseSum {
  double signal = 0, noise = 0;
  void add(std::span<const float> reference, std::span<const float> values);
  // 10 log10(signal / noise); kExactSqnrDb where there is no noise. Not finite noise: -kExactSqnrDb.
  double sqnr_db() const;
};

class OutputNoise {
 public:
  void add(std::size_t output, std::span<const float> reference, std::span<const float> values);
  double worst_db() const;

 private:
  std::vector<NoiseSum> sums_;
};

}  // namespace thimble
