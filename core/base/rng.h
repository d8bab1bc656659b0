// Rng: xorshift128+ seeded by splitmix64; the same numbers on every platform and build. Never seeded from the clock.
//   source  Vigna 2017, "Further scramblings of Marsaglia's xorshift generators", arXiv:1404.0390
#pragma once

#include <cstdint>

namespace thimble {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) : a_(mix(seed)), b_(mix(seed)) {}

  std::uint64_t next() {
    std::uint64_t x = a_;
    const std::uint64_t y = b_;
    a_ = y;
    x ^= x << 23;
    b_ = x ^ y ^ (x >> 18) ^ (y >> 5);
    return b_ + y;
  }
  // Uniform in [low, high].
  std::int64_t uniform(std::int64_t low, std::int64_t high) {
    const std::uint64_t span = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(span == 0 ? next() : next() % span);
  }
  // Uniform in [0, 1).
  double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  static std::uint64_t mix(std::uint64_t& state) {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  std::uint64_t a_, b_;
};

}  // namespace thimble
