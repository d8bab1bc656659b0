#include "core/base/ticks.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace thimble {

double tick_step(double width, int wanted) {
  const double raw = width / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double digit = raw / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

std::vector<Tick> ticks_between(double low, double high, double step) {
  constexpr int kMost = 1000;
  std::vector<Tick> out;
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  const double first = std::ceil(low / step - 1e-9);
  for (int i = 0; i < kMost; ++i) {
    const double at = (first + i) * step;
    if (!(at <= high + step * 1e-6)) break;
    out.push_back({.at = at, .text = format("%.*f", decimals, std::fabs(at) < step * 1e-6 ? 0.0 : at)});
  }
  return out;
}

}  // namespace thimble
