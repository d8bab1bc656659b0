// Windows over images, made at random, and the plain loops that tests of convolutions hold kernels against.
#pragma once

#include <vector>

#include "tests/core/kernels/kernel_runner.h"

namespace thimble::test {

inline constexpr std::int32_t kSizes[] = {1, 2, 3, 5, 8, 11, 16, 17};

// Geometry that conv2d and depthwise_conv2d have in common, made at random.
struct Geometry {
  std::int32_t batches, in_h, in_w, out_h, out_w, filter_h, filter_w, stride_h, stride_w, dilation_h, dilation_w, pad_top, pad_left;
};

inline Geometry random_geometry(Rng& rng) {
  while (true) {
    Geometry g{.batches = static_cast<std::int32_t>(rng.uniform(1, 2)),
               .in_h = pick(rng, kSizes),
               .in_w = pick(rng, kSizes),
               .out_h = 0,
               .out_w = 0,
               .filter_h = static_cast<std::int32_t>(rng.uniform(1, 5)),
               .filter_w = static_cast<std::int32_t>(rng.uniform(1, 5)),
               .stride_h = static_cast<std::int32_t>(rng.uniform(1, 3)),
               .stride_w = static_cast<std::int32_t>(rng.uniform(1, 3)),
               .dilation_h = static_cast<std::int32_t>(rng.uniform(1, 3)),
               .dilation_w = static_cast<std::int32_t>(rng.uniform(1, 3)),
               .pad_top = static_cast<std::int32_t>(rng.uniform(0, 4)),
               .pad_left = static_cast<std::int32_t>(rng.uniform(0, 4))};
    const std::int32_t rows = g.in_h + g.pad_top + static_cast<std::int32_t>(rng.uniform(0, 3)) - (g.filter_h - 1) * g.dilation_h;
    const std::int32_t columns = g.in_w + g.pad_left + static_cast<std::int32_t>(rng.uniform(0, 3)) - (g.filter_w - 1) * g.dilation_w;
    if (rows < 1 || columns < 1) continue;
    g.out_h = (rows - 1) / g.stride_h + 1;
    g.out_w = (columns - 1) / g.stride_w + 1;
    return g;
  }
}

// sum over the taps inside the image; `at(c)` is the input channel of filter channel c, `weight_of(y, x, c)` its weight.
template <class Sum = std::int64_t, class Params, class In, class Zero, class Weight>
Sum sum_of_taps(const Params& p, const std::vector<In>& input, Zero zero_point, std::int32_t in_c, std::int32_t n, std::int32_t oy,
                std::int32_t ox, std::int32_t first_channel, std::int32_t depth, Weight weight_of) {
  Sum sum = 0;
  for (std::int32_t fy = 0; fy < p.filter_h; ++fy) {
    for (std::int32_t fx = 0; fx < p.filter_w; ++fx) {
      const std::int32_t y = oy * p.stride_h - p.pad_top + fy * p.dilation_h, x = ox * p.stride_w - p.pad_left + fx * p.dilation_w;
      if (y < 0 || y >= p.in_h || x < 0 || x >= p.in_w) continue;
      for (std::int32_t c = 0; c < depth; ++c) {
        const auto at = static_cast<std::size_t>(((n * p.in_h + y) * p.in_w + x) * in_c + first_channel + c);
        sum += static_cast<Sum>(input[at] - zero_point) * weight_of(fy, fx, c);
      }
    }
  }
  return sum;
}

template <class Params>
std::size_t positions(const Params& p) {
  return static_cast<std::size_t>(p.batches * p.out_h * p.out_w);
}

// Calls `each(index of the output, n, oy, ox, oc)`.
template <class Params, class Each>
void for_outputs(const Params& p, std::int32_t out_c, Each each) {
  std::size_t i = 0;
  for (std::int32_t n = 0; n < p.batches; ++n) {
    for (std::int32_t oy = 0; oy < p.out_h; ++oy) {
      for (std::int32_t ox = 0; ox < p.out_w; ++ox) {
        for (std::int32_t oc = 0; oc < out_c; ++oc) each(i++, n, oy, ox, oc);
      }
    }
  }
}

template <class Params>
Params with_geometry(const Geometry& g) {
  Params p{};
  p.batches = g.batches, p.in_h = g.in_h, p.in_w = g.in_w, p.out_h = g.out_h, p.out_w = g.out_w;
  p.filter_h = g.filter_h, p.filter_w = g.filter_w, p.stride_h = g.stride_h, p.stride_w = g.stride_w;
  p.dilation_h = g.dilation_h, p.dilation_w = g.dilation_w, p.pad_top = g.pad_top, p.pad_left = g.pad_left;
  return p;
}

template <class T>
const void* data_or_null(const std::vector<T>& values, bool present) {
  return present ? values.data() : nullptr;
}

}  // namespace thimble::test
