// simd_twins: quicker host twins of integer kernels (KernelDef::run_fast), equal to the device kernels bit for bit. They widen the
// input to int16 once, with its zero point taken off and its padding in place, and multiply pairs of int16 (core/kernels/simd.h).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/kernels/kernel_def.h"
#include "core/kernels/simd.h"

namespace thimble {

void run_conv2d_s8_simd(const KernelArgs& args);
std::size_t conv2d_s8_simd_scratch(std::span<const std::int32_t> params);
void run_depthwise_conv2d_s8_simd(const KernelArgs& args);
std::size_t depthwise_conv2d_s8_simd_scratch(std::span<const std::int32_t> params);
void run_fully_connected_s8_simd(const KernelArgs& args);
std::size_t fully_connected_s8_simd_scratch(std::span<const std::int32_t> params);
// These need no scratch memory.
void run_add_s8_simd(const KernelArgs& args);
void run_sub_s8_simd(const KernelArgs& args);

namespace simd {

// An int8 image as int16 without its zero point, inside its border of zeros; rows and columns that no window reads are left out.
struct PaddedImage {
  std::int32_t height, width;
  std::int64_t elements;

  template <class Params>
  explicit PaddedImage(const Params& p)
      : height((p.out_h - 1) * p.stride_h + (p.filter_h - 1) * p.dilation_h + 1),
        width((p.out_w - 1) * p.stride_w + (p.filter_w - 1) * p.dilation_w + 1),
        elements(std::int64_t{height} * width * p.in_c) {}

  // `to` holds `elements`, and eight more that loads may run over.
  template <class Params>
  void fill(const Params& p, const std::int8_t* image, std::int16_t* to) const {
    const std::int32_t first_y = p.pad_top, end_y = std::min(height, p.pad_top + p.in_h);
    const std::int32_t first_x = p.pad_left, end_x = std::min(width, p.pad_left + p.in_w);
    const std::int64_t row = std::int64_t{width} * p.in_c;
    const bool whole = first_y == 0 && first_x == 0 && end_y == height && end_x == width;
    if (!whole) std::fill_n(to, elements, std::int16_t{0});
    std::fill_n(to + elements, 8, std::int16_t{0});
    for (std::int32_t y = first_y; y < end_y; ++y) {
      const std::int8_t* from = image + std::int64_t{y - first_y} * p.in_w * p.in_c;
      widen_all(from, std::int64_t{end_x - first_x} * p.in_c, static_cast<std::int16_t>(p.in_zero_point), to + y * row + first_x * p.in_c);
    }
  }

  static void widen_all(const std::int8_t* from, std::int64_t count, std::int16_t zero_point, std::int16_t* to) {
    std::int64_t i = 0;
    for (; i + 8 <= count; i += 8) store(to + i, subtract(widen(from + i), zero_point));
    for (; i < count; ++i) to[i] = static_cast<std::int16_t>(from[i] - zero_point);
  }
};

}  // namespace simd
}  // namespace thimble
