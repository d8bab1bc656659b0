// Ticks of an axis on nice numbers: 1, 2 or 5 times a power of ten.
#pragma once

#include <string>
#include <vector>

namespace thimble {

struct Tick {
  double at = 0;
  std::string text;  // with as many decimals as the distance of the ticks needs
};

// So that there are about `wanted` of them on `width` > 0.
double tick_step(double width, int wanted);
std::vector<Tick> ticks_between(double low, double high, double step);

}  // namespace thimble
