#include "core/quantization/output_noise.h"

#include <algorithm>
#include <cmath>

namespace thimble {

void NoiseSum::add(std::span<const float> reference, std::span<const float> values) {
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double difference = static_cast<double>(reference[i]) - static_cast<double>(values[i]);
    signal += static_cast<double>(reference[i]) * static_cast<double>(reference[i]);
    noise += difference * difference;
  }
}

double NoiseSum::sqnr_db() const {
  if (!std::isfinite(noise)) return -kExactSqnrDb;
  if (noise == 0) return kExactSqnrDb;
  if (signal == 0) return -kExactSqnrDb;
  return std::clamp(10 * std::log10(signal / noise), -kExactSqnrDb, kExactSqnrDb);
}

void OutputNoise::add(std::size_t output, std::span<const float> reference, std::span<const float> values) {
  if (output >= sums_.size()) sums_.resize(output + 1);
  sums_[output].add(reference, values);
}

double OutputNoise::worst_db() const {
  double worst = kExactSqnrDb;
  for (const NoiseSum& sum : sums_) worst = std::min(worst, sum.sqnr_db());
  return worst;
}

}  // namespace thimble
