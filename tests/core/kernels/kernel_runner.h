// Running a kernel by its KernelDef, and the arithmetic that tests hold kernels against, written down once more in a plain way.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/rng.h"
#include "core/kernels/kernel_def.h"
#include "tests/support/random.h"

namespace thimble::test {

// One output of `count` elements. An empty constant is an absent one.
template <class Out, class Params>
std::vector<Out> run_kernel(KernelId id, const Params& params, std::vector<const void*> inputs, std::vector<const void*> constants,
                            std::size_t count) {
  const KernelDef& def = kernel_def(id);
  const std::vector<std::int32_t> numbers = params_of(params);
  std::vector<Out> out(count);
  void* outputs[] = {out.data()};
  def.run({.params = numbers.data(), .inputs = inputs, .constants = constants, .outputs = outputs, .scratch = nullptr});
  return out;
}

template <class T>
std::vector<T> random_vector(Rng& rng, std::size_t count, std::int64_t low, std::int64_t high) {
  std::vector<T> values(count);
  for (T& value : values) value = static_cast<T>(rng.uniform(low, high));
  return values;
}

// value * multiplier * 2^shift / 2^31 in reals: a left shift in 32 bits, a product rounded half up, a division rounded half away.
inline std::int32_t exact_requantize(std::int32_t value, std::int32_t multiplier, std::int32_t shift) {
  const auto shifted = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) << (shift > 0 ? shift : 0));
  const long double product = std::ldexp(static_cast<long double>(static_cast<std::int64_t>(shifted) * multiplier), -31);
  const double high = static_cast<double>(std::floor(product + 0.5L));
  return static_cast<std::int32_t>(std::round(std::ldexp(high, shift < 0 ? shift : 0)));
}

inline std::int32_t exact_requantize_s64(std::int64_t value, std::int32_t multiplier, std::int32_t shift) {
  const std::int64_t upper = multiplier >= 0x7FFF0000 ? 0x7FFF : (static_cast<std::int64_t>(multiplier) + 0x8000) / 0x10000;
  return static_cast<std::int32_t>(std::floor(std::ldexp(static_cast<long double>(value * upper), shift - 15) + 0.5L));
}

inline std::int64_t clamp_to(std::int64_t value, std::int64_t low, std::int64_t high) {
  return value < low ? low : value > high ? high : value;
}

}  // namespace thimble::test
