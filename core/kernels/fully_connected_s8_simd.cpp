// fully_connected_s8 in vectors: four rows of weights at once, eight columns a product. A zero point of the weights is taken
// off afterwards: sum x (w - z) = sum x w - z sum x, exact because sums wrap.
#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/fully_connected_s8.h"
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble {
namespace {

using simd::I16x8;
using simd::I32x4;

constexpr std::int32_t kRows = 4;

std::uint32_t sum_of_lanes(I32x4 value) {
  std::int32_t lanes[4];
  simd::store(lanes, value);
  return static_cast<std::uint32_t>(lanes[0]) + static_cast<std::uint32_t>(lanes[1]) + static_cast<std::uint32_t>(lanes[2]) +
         static_cast<std::uint32_t>(lanes[3]);
}

// sum x * w of four rows, `stride` apart (0 where there are fewer rows left).
void dot_rows(const std::int16_t* x, const std::int8_t* weights, std::int64_t stride, std::int32_t count, std::uint32_t (&sums)[kRows]) {
  const std::int8_t *w0 = weights, *w1 = w0 + stride, *w2 = w1 + stride, *w3 = w2 + stride;
  I32x4 acc0 = simd::zero(), acc1 = acc0, acc2 = acc0, acc3 = acc0;
  std::int32_t i = 0;
  for (; i + 8 <= count; i += 8) {
    const I16x8 a = simd::load(x + i);
    acc0 = simd::add(acc0, simd::madd(a, simd::widen(w0 + i))), acc1 = simd::add(acc1, simd::madd(a, simd::widen(w1 + i)));
    acc2 = simd::add(acc2, simd::madd(a, simd::widen(w2 + i))), acc3 = simd::add(acc3, simd::madd(a, simd::widen(w3 + i)));
  }
  sums[0] = sum_of_lanes(acc0), sums[1] = sum_of_lanes(acc1), sums[2] = sum_of_lanes(acc2), sums[3] = sum_of_lanes(acc3);
  for (; i < count; ++i) {
    sums[0] += static_cast<std::uint32_t>(x[i] * w0[i]), sums[1] += static_cast<std::uint32_t>(x[i] * w1[i]);
    sums[2] += static_cast<std::uint32_t>(x[i] * w2[i]), sums[3] += static_cast<std::uint32_t>(x[i] * w3[i]);
  }
}

}  // namespace

std::size_t fully_connected_s8_simd_scratch(std::span<const std::int32_t> params) {
  thimble_fully_connected_s8_params p;
  std::memcpy(&p, params.data(), sizeof p);
  return (static_cast<std::size_t>(p.in_c) + 8) * sizeof(std::int16_t);
}

void run_fully_connected_s8_simd(const KernelArgs& args) {
  const thimble_fully_connected_s8_params& p = *params_ptr<thimble_fully_connected_s8_params>(args);
  const auto *weights = constant<std::int8_t>(args, 0), *shift = constant<std::int8_t>(args, 4);
  const auto *bias = constant<std::int32_t>(args, 1), *high = constant<std::int32_t>(args, 2), *low = constant<std::int32_t>(args, 3);
  auto* x = static_cast<std::int16_t*>(args.scratch);
  auto* out = output<std::int8_t>(args, 0);
  for (std::int32_t n = 0; n < p.batches; ++n) {
    simd::PaddedImage::widen_all(input<std::int8_t>(args, 0) + std::int64_t{n} * p.in_c, p.in_c, static_cast<std::int16_t>(p.in_zero_point),
                                 x);
    std::uint32_t total = 0;
    for (std::int32_t i = 0; i < p.in_c; ++i) total += static_cast<std::uint32_t>(x[i]);
    const std::uint32_t correction = total * static_cast<std::uint32_t>(p.weight_zero_point);
    for (std::int32_t first = 0; first < p.out_c; first += kRows) {
      const std::int32_t rows = std::min(kRows, p.out_c - first);
      std::uint32_t sums[kRows];
      dot_rows(x, weights + std::int64_t{first} * p.in_c, rows == kRows ? p.in_c : 0, p.in_c, sums);
      for (std::int32_t r = 0; r < rows; ++r) {
        const std::int32_t oc = first + r;
        // Fewer than four rows are summed one by one.
        if (rows != kRows) dot_rows(x, weights + std::int64_t{oc} * p.in_c, 0, p.in_c, sums);
        std::int32_t acc = static_cast<std::int32_t>(sums[rows == kRows ? r : 0] - correction);
        if (bias) acc = thimble_wrapping_add(acc, bias[oc]);
        acc = thimble_wrapping_add(thimble_scale_s32(acc, high[oc], low[oc], shift[oc]), p.out_zero_point);
        *out++ = static_cast<std::int8_t>(thimble_clamp(acc, p.out_min, p.out_max));
      }
    }
  }
}

}  // namespace thimble
