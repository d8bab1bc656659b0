#include "core/data/resample_audio.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace thimble {
namespace {

constexpr double kZeroCrossings = 16, kBeta = 9;
constexpr std::int64_t kMostKept = std::int64_t{1} << 22;  // taps of all phases; rates of no common divisor are computed as they come

double bessel_i0(double x) {
  double sum = 1, term = 1;
  for (int k = 1; k < 64 && term > sum * 1e-17; ++k) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

// The filter's weights for outputs that lie `phase`/`up` behind a frame: of the frames from `first` to `first` + count - 1 after it.
class Phases {
 public:
  Phases(std::int64_t up, std::int64_t down) : up_(up), step_(std::min(1.0, static_cast<double>(up) / static_cast<double>(down))) {
    reach_ = static_cast<std::int64_t>(std::ceil(kZeroCrossings / step_));
    if (up * count() > kMostKept) return;
    kept_.resize(static_cast<std::size_t>(up));
    for (std::int64_t phase = 0; phase < up; ++phase) kept_[static_cast<std::size_t>(phase)] = make(phase);
  }
  std::int64_t first() const { return 1 - reach_; }
  std::int64_t count() const { return 2 * reach_; }
  const std::vector<double>& at(std::int64_t phase) {
    if (!kept_.empty()) return kept_[static_cast<std::size_t>(phase)];
    return last_ = make(phase);
  }

 private:
  std::vector<double> make(std::int64_t phase) const {
    std::vector<double> out(static_cast<std::size_t>(count()));
    double sum = 0;
    for (std::int64_t i = 0; i < count(); ++i) {
      const double x = (static_cast<double>(first() + i) - static_cast<double>(phase) / static_cast<double>(up_)) * step_;
      const double place = x / kZeroCrossings;
      const double window = place * place < 1 ? bessel_i0(kBeta * std::sqrt(1 - place * place)) : 0;
      const double sinc = x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
      sum += out[static_cast<std::size_t>(i)] = sinc * window;
    }
    for (double& weight : out) weight /= sum;
    return out;
  }

  std::int64_t up_, reach_ = 1;
  double step_;
  std::vector<std::vector<double>> kept_;
  std::vector<double> last_;
};

}  // namespace

std::int64_t resampled_frames(std::int64_t frames, std::int32_t from_hz, std::int32_t to_hz) {
  return (frames * to_hz + from_hz - 1) / from_hz;
}

std::vector<float> resample_audio(const std::vector<float>& frames, std::int32_t from_hz, std::int32_t to_hz) {
  if (from_hz == to_hz) return frames;
  const std::int64_t common = std::gcd(from_hz, to_hz), up = to_hz / common, down = from_hz / common, in = std::ssize(frames);
  Phases phases(up, down);
  std::vector<float> out(static_cast<std::size_t>(resampled_frames(in, from_hz, to_hz)));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t at = static_cast<std::int64_t>(i) * down, first = at / up + phases.first();
    const std::vector<double>& weights = phases.at(at % up);
    double sum = 0;
    for (std::int64_t k = std::max<std::int64_t>(0, -first); k < std::min(phases.count(), in - first); ++k)
      sum += weights[static_cast<std::size_t>(k)] * static_cast<double>(frames[static_cast<std::size_t>(first + k)]);
    out[i] = static_cast<float>(sum);
  }
  return out;
}

}  // namespace thimble
