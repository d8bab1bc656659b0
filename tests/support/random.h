// What random tests draw with. The seed is fixed unless THIMBLE_SEED says another; a test prints it, so that a red run can be repeated.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/base/rng.h"
#include "tests/support/paths.h"

namespace thimble::test {

inline std::uint64_t seed() { return std::strtoull(environment_or("THIMBLE_SEED", "20240607").c_str(), nullptr, 10); }

template <class T, std::size_t N>
T pick(Rng& rng, const T (&values)[N]) {
  return values[rng.uniform(0, N - 1)];
}

inline std::vector<float> random_floats(Rng& rng, std::size_t count, double low = -2, double high = 2) {
  std::vector<float> out(count);
  for (float& value : out) value = static_cast<float>(low + (high - low) * rng.unit());
  return out;
}

}  // namespace thimble::test
