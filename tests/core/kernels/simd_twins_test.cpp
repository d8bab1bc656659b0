// The fast host twins against the device kernels that define them, bit for bit: random layers, all scales and extremes.
#include <catch2/catch_test_macros.hpp>

#include "core/kernels/simd_requantize.h"
#include "tests/core/kernels/window_cases.h"

extern "C" {
#include "core/kernels/device/add_s8.h"
#include "core/kernels/device/conv2d_s8.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble::test {
namespace {

template <class Params>
void check_twin(KernelId id, const Params& params, const std::vector<std::int8_t>& input, std::vector<const void*> constants,
                std::size_t outputs) {
  const KernelDef& def = kernel_def(id);
  REQUIRE(def.run_fast);
  const std::vector<std::int32_t> numbers = params_of(params);
  const std::size_t scratch_bytes = def.fast_scratch_bytes(numbers);
  // Scratch is full of garbage, and nothing behind it is touched.
  std::vector<std::uint64_t> scratch(scratch_bytes / 8 + 3, 0xa5a5a5a5a5a5a5a5u);
  std::vector<std::int8_t> slow(outputs, 1), fast(outputs, 2);
  const void* inputs[] = {input.data()};
  void *slow_out[] = {slow.data()}, *fast_out[] = {fast.data()};
  def.run({.params = numbers.data(), .inputs = inputs, .constants = constants, .outputs = slow_out, .scratch = nullptr});
  def.run_fast({.params = numbers.data(), .inputs = inputs, .constants = constants, .outputs = fast_out, .scratch = scratch.data()});
  REQUIRE(slow == fast);
  REQUIRE(scratch.back() == 0xa5a5a5a5a5a5a5a5u);
  REQUIRE(scratch[scratch.size() - 2] == 0xa5a5a5a5a5a5a5a5u);
}

struct Requantizer {
  std::vector<std::int32_t> bias, multiplier;
  std::vector<std::int8_t> shift;
  bool biased;
};

Requantizer random_requantizer(Rng& rng, std::int32_t channels) {
  const auto n = static_cast<std::size_t>(channels);
  return {random_vector<std::int32_t>(rng, n, -5000, 5000), random_vector<std::int32_t>(rng, n, 1 << 30, INT32_MAX),
          random_vector<std::int8_t>(rng, n, -14, 2), rng.uniform(0, 3) != 0};
}

std::vector<std::int8_t> random_input(Rng& rng, std::int64_t count) {
  // Mostly noise, sometimes the ends only.
  auto values = random_vector<std::int8_t>(rng, static_cast<std::size_t>(count), -128, 127);
  if (rng.uniform(0, 3) == 0) {
    for (std::int8_t& value : values) value = value < 0 ? -128 : 127;
  }
  return values;
}

template <class Params>
void random_ends(Rng& rng, Params& p) {
  p.in_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)), p.out_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
  p.out_min = static_cast<std::int32_t>(rng.uniform(-128, 0)), p.out_max = static_cast<std::int32_t>(rng.uniform(1, 127));
}

}  // namespace

TEST_CASE("conv2d_s8_simd: the device kernel's bits over strides, dilations, groups and paddings", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 400; ++round) {
    auto p = with_geometry<thimble_conv2d_s8_params>(random_geometry(rng));
    p.groups = static_cast<std::int32_t>(rng.uniform(1, 3));
    const auto depth = static_cast<std::int32_t>(rng.uniform(1, 35));
    p.in_c = p.groups * depth, p.out_c = p.groups * static_cast<std::int32_t>(rng.uniform(1, 19));
    random_ends(rng, p);
    const auto input = random_input(rng, std::int64_t{p.batches} * p.in_h * p.in_w * p.in_c);
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.out_c * p.filter_h * p.filter_w * depth), -128, 127);
    const Requantizer r = random_requantizer(rng, p.out_c);
    check_twin(KernelId::conv2d_s8, p, input, {weights.data(), data_or_null(r.bias, r.biased), r.multiplier.data(), r.shift.data()},
               positions(p) * static_cast<std::size_t>(p.out_c));
  }
}

TEST_CASE("depthwise_conv2d_s8_simd: the device kernel's bits, channel multipliers included", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 400; ++round) {
    auto p = with_geometry<thimble_depthwise_conv2d_s8_params>(random_geometry(rng));
    p.in_c = static_cast<std::int32_t>(rng.uniform(1, 35)), p.depth_multiplier = rng.uniform(0, 4) == 0 ? 3 : 1;
    random_ends(rng, p);
    const std::int32_t out_c = p.in_c * p.depth_multiplier;
    const auto input = random_input(rng, std::int64_t{p.batches} * p.in_h * p.in_w * p.in_c);
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.filter_h * p.filter_w * out_c), -128, 127);
    const Requantizer r = random_requantizer(rng, out_c);
    check_twin(KernelId::depthwise_conv2d_s8, p, input,
               {weights.data(), data_or_null(r.bias, r.biased), r.multiplier.data(), r.shift.data()},
               positions(p) * static_cast<std::size_t>(out_c));
  }
}

TEST_CASE("fully_connected_s8_simd: the device kernel's bits, zero points of weights included", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 300; ++round) {
    thimble_fully_connected_s8_params p{};
    p.batches = static_cast<std::int32_t>(rng.uniform(1, 3)), p.in_c = static_cast<std::int32_t>(rng.uniform(1, 90));
    p.out_c = static_cast<std::int32_t>(rng.uniform(1, 19));
    p.weight_zero_point = rng.uniform(0, 2) == 0 ? static_cast<std::int32_t>(rng.uniform(-128, 127)) : 0;
    random_ends(rng, p);
    const auto input = random_input(rng, std::int64_t{p.batches} * p.in_c);
    const auto weights = random_vector<std::int8_t>(rng, static_cast<std::size_t>(p.in_c * p.out_c), -128, 127);
    const auto n = static_cast<std::size_t>(p.out_c);
    const auto bias = random_vector<std::int32_t>(rng, n, -5000, 5000), high = random_vector<std::int32_t>(rng, n, 1 << 30, INT32_MAX);
    const auto low = random_vector<std::int32_t>(rng, n, 0, INT32_MAX);
    const auto shift = random_vector<std::int8_t>(rng, n, -14, 2);
    check_twin(KernelId::fully_connected_s8, p, input,
               {weights.data(), data_or_null(bias, rng.uniform(0, 3) != 0), high.data(), low.data(), shift.data()},
               static_cast<std::size_t>(p.batches) * n);
  }
}

TEST_CASE("add_s8_simd and sub_s8_simd: the device kernels' bits, broadcast or written over an operand", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 400; ++round) {
    thimble_add_s8_params p{};
    std::int32_t* const sizes[] = {&p.size_3, &p.size_2, &p.size_1, &p.size_0};
    std::int32_t* const a_strides[] = {&p.a_stride_3, &p.a_stride_2, &p.a_stride_1, &p.a_stride_0};
    std::int32_t* const b_strides[] = {&p.b_stride_3, &p.b_stride_2, &p.b_stride_1, &p.b_stride_0};
    std::int32_t a_count = 1, b_count = 1, count = 1;
    for (int i = 0; i < 4; ++i) {
      *sizes[i] = static_cast<std::int32_t>(rng.uniform(1, i == 0 ? 37 : 4));
      const std::int64_t repeats = rng.uniform(0, 5);
      if (repeats != 1) *a_strides[i] = a_count, a_count *= *sizes[i];
      if (repeats != 2) *b_strides[i] = b_count, b_count *= *sizes[i];
      count *= *sizes[i];
    }
    p.left_shift = 20;
    p.a_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)), p.b_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    p.out_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    p.a_multiplier = static_cast<std::int32_t>(rng.uniform(1 << 30, INT32_MAX)), p.a_shift = static_cast<std::int32_t>(rng.uniform(-6, 0));
    p.b_multiplier = static_cast<std::int32_t>(rng.uniform(1 << 30, INT32_MAX)), p.b_shift = static_cast<std::int32_t>(rng.uniform(-6, 0));
    p.out_multiplier = static_cast<std::int32_t>(rng.uniform(1 << 30, INT32_MAX));
    p.out_shift = static_cast<std::int32_t>(rng.uniform(-22, -14));
    p.out_min = static_cast<std::int32_t>(rng.uniform(-128, 0)), p.out_max = static_cast<std::int32_t>(rng.uniform(1, 127));
    const KernelDef& def = kernel_def(round % 2 ? KernelId::add_s8 : KernelId::sub_s8);
    const auto a = random_input(rng, a_count), b = random_input(rng, b_count);
    // Over the first operand, where it is as large as the output.
    std::vector<std::int8_t> slow(static_cast<std::size_t>(count)), fast(slow.size());
    if (a_count == count) fast = a;
    const void* inputs[] = {a.data(), b.data()};
    const void* fast_inputs[] = {a_count == count ? fast.data() : a.data(), b.data()};
    void *slow_out[] = {slow.data()}, *fast_out[] = {fast.data()};
    const std::vector<std::int32_t> numbers = params_of(p);
    def.run({.params = numbers.data(), .inputs = inputs, .constants = {}, .outputs = slow_out, .scratch = nullptr});
    def.run_fast({.params = numbers.data(), .inputs = fast_inputs, .constants = {}, .outputs = fast_out, .scratch = nullptr});
    REQUIRE(slow == fast);
  }
}

TEST_CASE("requantize8: the scalar's bits for every shift, at ties and at the ends of int32", "[kernels][property]") {
  Rng rng(seed());
  constexpr std::int32_t kMultipliers[] = {0, 1 << 30, (1 << 30) + 1, INT32_MAX, INT32_MAX - 1, 3 << 29};
  for (int round = 0; round < 40000; ++round) {
    std::int32_t sums[8], bias[8], multiplier[8];
    std::int8_t shift[8];
    for (int c = 0; c < 8; ++c) {
      // Near a power of two, where sums tie, or anywhere.
      const std::int64_t power = std::int64_t{1} << rng.uniform(0, 31);
      const std::int64_t near = (rng.uniform(0, 1) ? power : -power) + rng.uniform(-2, 2);
      sums[c] = static_cast<std::int32_t>(rng.uniform(0, 2) ? near : static_cast<std::int64_t>(rng.next()));
      bias[c] = rng.uniform(0, 1) ? 0 : static_cast<std::int32_t>(rng.uniform(-(1 << 24), 1 << 24));
      multiplier[c] = rng.uniform(0, 1) ? pick(rng, kMultipliers) : static_cast<std::int32_t>(rng.uniform(1 << 30, INT32_MAX));
      shift[c] = static_cast<std::int8_t>(rng.uniform(-31, round % 8 == 0 ? 7 : 0));
    }
    const simd::OutputRange range{static_cast<std::int32_t>(rng.uniform(-128, 127)), static_cast<std::int32_t>(rng.uniform(-128, 0)),
                                  static_cast<std::int32_t>(rng.uniform(1, 127))};
    const auto channels = static_cast<std::int32_t>(rng.uniform(1, 8));
    const simd::ChannelScales8 scales(round % 3 ? bias : nullptr, multiplier, shift, 0, channels);
    std::vector<std::int8_t> got(9, 77), want(9, 77);
    simd::requantize8(sums, scales, range, channels, got.data());
    for (std::int32_t c = 0; c < channels; ++c) want[static_cast<std::size_t>(c)] = scales.one(sums[c], c, range);
    REQUIRE(got == want);
  }
}

}  // namespace thimble::test
