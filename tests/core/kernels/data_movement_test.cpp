#include <array>
#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <numeric>

#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/copy_block_s8.h"
#include "core/kernels/device/pad_s16.h"
#include "core/kernels/device/pad_s8.h"
#include "core/kernels/device/strided_copy_s8.h"
}

namespace thimble::test {

namespace {

template <class T, class Params>
void check_pad(KernelId kernel) {
  Rng rng(seed());
  constexpr std::int64_t kLow = std::numeric_limits<T>::min(), kHigh = std::numeric_limits<T>::max();
  for (int round = 0; round < 60; ++round) {
    std::array<std::int32_t, 4> in{}, before{}, out{};
    for (std::size_t d = 0; d < 4; ++d) {
      in[d] = static_cast<std::int32_t>(rng.uniform(1, 5)), before[d] = static_cast<std::int32_t>(rng.uniform(0, 3));
      out[d] = before[d] + in[d] + static_cast<std::int32_t>(rng.uniform(0, 3));
    }
    const auto value = static_cast<std::int32_t>(rng.uniform(kLow, kHigh));
    const Params p{in[0], in[1], in[2], in[3], out[0], out[1], out[2], out[3], before[0], before[1], before[2], before[3], value};
    const auto input = random_vector<T>(rng, static_cast<std::size_t>(in[0] * in[1] * in[2] * in[3]), kLow, kHigh);
    const auto result = run_kernel<T>(kernel, p, {input.data()}, {}, static_cast<std::size_t>(out[0] * out[1] * out[2] * out[3]));
    for (std::size_t i = 0; i < result.size(); ++i) {
      auto rest = static_cast<std::int32_t>(i);
      std::int32_t at = 0, stride = 1;
      bool inside = true;
      for (std::size_t d = 4; d-- > 0;) {
        const std::int32_t index = rest % out[d] - before[d];
        rest /= out[d];
        inside = inside && index >= 0 && index < in[d];
        at += index * stride, stride *= in[d];
      }
      CAPTURE(round, i);
      REQUIRE(result[i] == (inside ? input[static_cast<std::size_t>(at)] : value));
    }
  }
}

}  // namespace

TEST_CASE("pad: the input inside its border", "[kernels][property]") {
  check_pad<std::int8_t, thimble_pad_s8_params>(KernelId::pad_s8);
  check_pad<std::int16_t, thimble_pad_s16_params>(KernelId::pad_s16);
}

TEST_CASE("copy_block_s8: two calls concatenate along the middle dimension", "[kernels][unit]") {
  const std::vector<std::int8_t> a{1, 2, 3, 4}, b{5, 6, 7, 8, 9, 10};  // [2,1,2] and [2,...,3] -> rows of 5
  std::vector<std::int8_t> out(10);
  const thimble_copy_block_s8_params first{.count = 2, .bytes = 2, .in_offset = 0, .in_stride = 2, .out_offset = 0, .out_stride = 5};
  const thimble_copy_block_s8_params second{.count = 2, .bytes = 3, .in_offset = 0, .in_stride = 3, .out_offset = 2, .out_stride = 5};
  thimble_copy_block_s8(&first, a.data(), out.data());
  thimble_copy_block_s8(&second, b.data(), out.data());
  CHECK(out == std::vector<std::int8_t>{1, 2, 5, 6, 7, 3, 4, 8, 9, 10});
}

TEST_CASE("copy_block_s8: a slice reads from its offset", "[kernels][unit]") {
  std::vector<std::int8_t> in(12);
  std::iota(in.begin(), in.end(), std::int8_t{0});
  const thimble_copy_block_s8_params p{.count = 3, .bytes = 2, .in_offset = 1, .in_stride = 4, .out_offset = 0, .out_stride = 2};
  CHECK(run_kernel<std::int8_t>(KernelId::copy_block_s8, p, {in.data()}, {}, 6) == std::vector<std::int8_t>{1, 2, 5, 6, 9, 10});
}

TEST_CASE("strided_copy_s8: any strides, any width of element", "[kernels][property]") {
  Rng rng(seed());
  constexpr std::int32_t kWidths[] = {1, 2, 4, 8};
  for (int round = 0; round < 60; ++round) {
    thimble_strided_copy_s8_params p{};
    p.element_bytes = pick(rng, kWidths);
    std::int32_t* sizes[] = {&p.size_0, &p.size_1, &p.size_2, &p.size_3, &p.size_4};
    std::int32_t* strides[] = {&p.stride_0, &p.stride_1, &p.stride_2, &p.stride_3, &p.stride_4};
    std::int32_t total = p.element_bytes, low = 0, high = 0;
    for (std::size_t d = 0; d < 5; ++d) {
      *sizes[d] = static_cast<std::int32_t>(rng.uniform(1, 4)),
      *strides[d] = static_cast<std::int32_t>(rng.uniform(-3, 3)) * p.element_bytes;
      total *= *sizes[d];
      (*strides[d] < 0 ? low : high) += *strides[d] * (*sizes[d] - 1);
    }
    p.in_offset = -low;
    const auto input = random_vector<std::int8_t>(rng, static_cast<std::size_t>(high - low + p.element_bytes), -128, 127);
    const auto out = run_kernel<std::int8_t>(KernelId::strided_copy_s8, p, {input.data()}, {}, static_cast<std::size_t>(total));
    for (std::int32_t i = 0; i < total / p.element_bytes; ++i) {
      std::int32_t rest = i, at = p.in_offset;
      for (std::size_t d = 5; d-- > 0;) {
        at += rest % *sizes[d] * *strides[d];
        rest /= *sizes[d];
      }
      for (std::int32_t b = 0; b < p.element_bytes; ++b) {
        REQUIRE(out[static_cast<std::size_t>(i * p.element_bytes + b)] == input[static_cast<std::size_t>(at + b)]);
      }
    }
  }
}

TEST_CASE("data movement: empty tensors move nothing", "[kernels][unit]") {
  const thimble_strided_copy_s8_params none{1, 0, 1, 1, 4, 0, 0, 0, 0, 1, 0, 1};  // [1, 0, 1, 1, 4]
  const thimble_copy_block_s8_params no_blocks{.count = 0, .bytes = 4, .in_offset = 0, .in_stride = 4, .out_offset = 0, .out_stride = 4};
  std::int8_t out[4] = {1, 2, 3, 4};
  const std::int8_t in[4] = {};
  thimble_strided_copy_s8(&none, in, out);
  thimble_copy_block_s8(&no_blocks, in, out);
  CHECK(out[0] == 1);
  CHECK(out[3] == 4);
}

}  // namespace thimble::test
