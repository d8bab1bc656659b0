// simd_sum: add_s8 and sub_s8 for the host. What an operand adds to the sum depends on its 256 values alone, so it is looked up; the
// sum is requantized eight at a time.
#pragma once

#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_requantize.h"

namespace thimble::simd {

// `table[v + 128]` is what operand value v contributes.
template <class Params>
void fill_sum_tables(const Params& p, std::int32_t* a, std::int32_t* b, std::int32_t b_sign) {
  for (std::int32_t v = -128; v < 128; ++v) {
    const std::int32_t one = 1 << p.left_shift;
    *a++ = thimble_requantize((v - p.a_zero_point) * one, p.a_multiplier, p.a_shift);
    *b++ = b_sign * thimble_requantize((v - p.b_zero_point) * one, p.b_multiplier, p.b_shift);
  }
}

template <class Params>
void run_sum_s8(const KernelArgs& args, std::int32_t b_sign) {
  const Params& p = *params_ptr<Params>(args);
  std::int32_t a_table[256], b_table[256];
  fill_sum_tables(p, a_table, b_table, b_sign);
  const std::int32_t multiplier[8] = {p.out_multiplier, p.out_multiplier, p.out_multiplier, p.out_multiplier,
                                      p.out_multiplier, p.out_multiplier, p.out_multiplier, p.out_multiplier};
  const auto out_shift = static_cast<std::int8_t>(p.out_shift);
  const std::int8_t shift[8] = {out_shift, out_shift, out_shift, out_shift, out_shift, out_shift, out_shift, out_shift};
  const ChannelScales8 scales(nullptr, multiplier, shift, 0, 8);
  const OutputRange range{p.out_zero_point, p.out_min, p.out_max};
  const auto *a = input<std::int8_t>(args, 0), *b = input<std::int8_t>(args, 1);
  auto* out = output<std::int8_t>(args, 0);
  const std::int64_t rows = std::int64_t{p.size_0} * p.size_1 * p.size_2;
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto i = static_cast<std::int32_t>(row / (std::int64_t{p.size_1} * p.size_2)),
               j = static_cast<std::int32_t>(row / p.size_2 % p.size_1);
    const auto k = static_cast<std::int32_t>(row % p.size_2);
    const std::int8_t* a_row = a + std::int64_t{i} * p.a_stride_0 + std::int64_t{j} * p.a_stride_1 + std::int64_t{k} * p.a_stride_2;
    const std::int8_t* b_row = b + std::int64_t{i} * p.b_stride_0 + std::int64_t{j} * p.b_stride_1 + std::int64_t{k} * p.b_stride_2;
    for (std::int32_t first = 0; first < p.size_3; first += 8, out += 8) {
      const std::int32_t count = std::min(8, p.size_3 - first);
      std::int32_t sums[8] = {};
      for (std::int32_t l = 0; l < count; ++l)
        sums[l] = a_table[a_row[(first + l) * p.a_stride_3] + 128] + b_table[b_row[(first + l) * p.b_stride_3] + 128];
      requantize8(sums, scales, range, count, out);
    }
    out += p.size_3 % 8 == 0 ? 0 : p.size_3 % 8 - 8;
  }
}

}  // namespace thimble::simd
