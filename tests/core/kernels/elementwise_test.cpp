#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <numeric>

#include "core/kernels/fixed_point.h"
#include "core/kernels/lookup_tables.h"
#include "tests/core/kernels/kernel_runner.h"

extern "C" {
#include "core/kernels/device/add_s16.h"
#include "core/kernels/device/add_s8.h"
#include "core/kernels/device/dequantize_s16_f32.h"
#include "core/kernels/device/dequantize_s8_f32.h"
#include "core/kernels/device/dequantize_u8_f32.h"
#include "core/kernels/device/hard_swish_s8.h"
#include "core/kernels/device/leaky_relu_s16.h"
#include "core/kernels/device/leaky_relu_s8.h"
#include "core/kernels/device/logistic_s16.h"
#include "core/kernels/device/lookup_s8.h"
#include "core/kernels/device/mul_s16.h"
#include "core/kernels/device/mul_s8.h"
#include "core/kernels/device/quantize_f32_s16.h"
#include "core/kernels/device/quantize_f32_s8.h"
#include "core/kernels/device/quantize_f32_u8.h"
#include "core/kernels/device/relu_s16.h"
#include "core/kernels/device/relu_s8.h"
#include "core/kernels/device/requantize_s16.h"
#include "core/kernels/device/requantize_s16_s8.h"
#include "core/kernels/device/requantize_s8.h"
#include "core/kernels/device/requantize_s8_s16.h"
#include "core/kernels/device/requantize_s8_u8.h"
#include "core/kernels/device/requantize_u8_s8.h"
#include "core/kernels/device/sub_s16.h"
#include "core/kernels/device/sub_s8.h"
#include "core/kernels/device/tanh_s16.h"
}

namespace thimble::test {
namespace {

// Two operands that broadcast over four dimensions: a stride is 0 where one repeats.
template <class Params>
struct Operands {
  Params p{};
  std::size_t a_count = 1, b_count = 1, out_count = 1;
  std::vector<std::size_t> a_index, b_index;  // for each output
};

template <class Params>
Operands<Params> random_operands(Rng& rng) {
  Operands<Params> o;
  std::int32_t size[4], a_stride[4], b_stride[4], a_step = 1, b_step = 1;
  for (std::size_t d = 4; d-- > 0;) {
    size[d] = static_cast<std::int32_t>(rng.uniform(1, 4));
    const bool a_repeats = rng.uniform(0, 3) == 0, b_repeats = rng.uniform(0, 3) == 0;
    a_stride[d] = a_repeats ? 0 : a_step, b_stride[d] = b_repeats ? 0 : b_step;
    if (!a_repeats) a_step *= size[d];
    if (!b_repeats) b_step *= size[d];
  }
  o.p.size_0 = size[0], o.p.size_1 = size[1], o.p.size_2 = size[2], o.p.size_3 = size[3];
  o.p.a_stride_0 = a_stride[0], o.p.a_stride_1 = a_stride[1], o.p.a_stride_2 = a_stride[2], o.p.a_stride_3 = a_stride[3];
  o.p.b_stride_0 = b_stride[0], o.p.b_stride_1 = b_stride[1], o.p.b_stride_2 = b_stride[2], o.p.b_stride_3 = b_stride[3];
  o.a_count = static_cast<std::size_t>(a_step), o.b_count = static_cast<std::size_t>(b_step);
  o.out_count = static_cast<std::size_t>(size[0] * size[1] * size[2] * size[3]);
  for (std::int32_t i = 0; i < size[0] * size[1] * size[2] * size[3]; ++i) {
    std::int32_t rest = i, a = 0, b = 0;
    for (std::size_t d = 4; d-- > 0;) {
      a += rest % size[d] * a_stride[d], b += rest % size[d] * b_stride[d];
      rest /= size[d];
    }
    o.a_index.push_back(static_cast<std::size_t>(a)), o.b_index.push_back(static_cast<std::size_t>(b));
  }
  return o;
}

float random_scale(Rng& rng) { return static_cast<float>(std::exp(-rng.unit() * 5)); }

template <class Params>
void set_sum(Params& p, const SumScales& s) {
  p.left_shift = s.left_shift, p.a_multiplier = s.a.multiplier, p.a_shift = s.a.shift, p.b_multiplier = s.b.multiplier,
  p.b_shift = s.b.shift;
  p.out_multiplier = s.out.multiplier, p.out_shift = s.out.shift;
}

template <class Params>
void check_sum_s8(KernelId kernel, std::int32_t sign) {
  Rng rng(seed());
  for (int round = 0; round < 300; ++round) {
    auto o = random_operands<Params>(rng);
    Params& p = o.p;
    set_sum(p, sum_scales(random_scale(rng), random_scale(rng), random_scale(rng), 20));
    p.a_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)), p.b_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    p.out_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)), p.out_min = -128,
    p.out_max = static_cast<std::int32_t>(rng.uniform(0, 127));
    const auto a = random_vector<std::int8_t>(rng, o.a_count, -128, 127), b = random_vector<std::int8_t>(rng, o.b_count, -128, 127);
    const auto out = run_kernel<std::int8_t>(kernel, p, {a.data(), b.data()}, {}, o.out_count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::int32_t x = exact_requantize((a[o.a_index[i]] - p.a_zero_point) * (1 << 20), p.a_multiplier, p.a_shift);
      const std::int32_t y = exact_requantize((b[o.b_index[i]] - p.b_zero_point) * (1 << 20), p.b_multiplier, p.b_shift);
      const std::int32_t sum = exact_requantize(x + sign * y, p.out_multiplier, p.out_shift);
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(std::int64_t{sum} + p.out_zero_point, p.out_min, p.out_max));
    }
  }
}

template <class Params>
void check_sum_s16(KernelId kernel, std::int32_t sign) {
  Rng rng(seed());
  for (int round = 0; round < 300; ++round) {
    auto o = random_operands<Params>(rng);
    Params& p = o.p;
    set_sum(p, sum_scales(random_scale(rng), random_scale(rng), random_scale(rng), 15));
    p.out_min = -32768, p.out_max = static_cast<std::int32_t>(rng.uniform(0, 32767));
    const auto a = random_vector<std::int16_t>(rng, o.a_count, -32768, 32767),
               b = random_vector<std::int16_t>(rng, o.b_count, -32768, 32767);
    const auto out = run_kernel<std::int16_t>(kernel, p, {a.data(), b.data()}, {}, o.out_count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::int32_t x = exact_requantize(a[o.a_index[i]] * (1 << 15), p.a_multiplier, p.a_shift);
      const std::int32_t y = exact_requantize(b[o.b_index[i]] * (1 << 15), p.b_multiplier, p.b_shift);
      CAPTURE(round, i);
      REQUIRE(out[i] == clamp_to(exact_requantize(x + sign * y, p.out_multiplier, p.out_shift), p.out_min, p.out_max));
    }
  }
}

// Every number of the type, in order.
template <class T>
std::vector<T> all_numbers() {
  std::vector<T> values(sizeof(T) == 1 ? 256 : 65536);
  std::iota(values.begin(), values.end(), std::numeric_limits<T>::min());
  return values;
}

template <class In, class Out, class Params>
void check_requantize(KernelId kernel) {
  Rng rng(seed());
  const auto input = all_numbers<In>();
  const auto zero_point = [&](auto limits) {
    return static_cast<std::int32_t>(
        sizeof(limits) == 2 ? 0 : rng.uniform(std::numeric_limits<decltype(limits)>::min(), std::numeric_limits<decltype(limits)>::max()));
  };
  for (int round = 0; round < 12; ++round) {
    const FixedPointScale scale = requantize_scale(random_scale(rng), random_scale(rng));
    const Params p{.count = static_cast<std::int32_t>(input.size()),
                   .in_zero_point = zero_point(In{}),
                   .multiplier = scale.multiplier,
                   .shift = scale.shift,
                   .out_zero_point = zero_point(Out{})};
    const auto out = run_kernel<Out>(kernel, p, {input.data()}, {}, input.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::int64_t expected = std::int64_t{exact_requantize(input[i] - p.in_zero_point, p.multiplier, p.shift)} + p.out_zero_point;
      if (out[i] != clamp_to(expected, std::numeric_limits<Out>::min(), std::numeric_limits<Out>::max()))
        FAIL("round " << round << ", input " << int{input[i]});
    }
  }
}

template <class T, class Quantize, class Dequantize>
void check_float_round_trip(KernelId quantize, KernelId dequantize) {
  Rng rng(seed());
  for (int round = 0; round < 50; ++round) {
    const float scale = random_scale(rng);
    const auto zero_point =
        static_cast<std::int32_t>(sizeof(T) == 2 ? 0 : rng.uniform(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
    const std::vector<T> all = all_numbers<T>();
    const auto count = static_cast<std::int32_t>(all.size());
    const auto real =
        run_kernel<float>(dequantize, Dequantize{.count = count, .zero_point = zero_point}, {all.data()}, {&scale}, all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (real[i] != static_cast<float>(static_cast<double>(scale) * (all[i] - zero_point))) FAIL("dequantize " << int{all[i]});
    }
    REQUIRE(run_kernel<T>(quantize, Quantize{.count = count, .zero_point = zero_point}, {real.data()}, {&scale}, all.size()) == all);
    // Numbers inside the range come back within half a step.
    std::vector<float> between(1000);
    for (float& value : between)
      value = static_cast<float>((rng.unit() * static_cast<double>(all.size() - 1) + std::numeric_limits<T>::min() - zero_point) *
                                 static_cast<double>(scale));
    const auto q = run_kernel<T>(quantize, Quantize{.count = 1000, .zero_point = zero_point}, {between.data()}, {&scale}, between.size());
    for (std::size_t i = 0; i < q.size(); ++i) {
      REQUIRE(std::abs(static_cast<double>(scale) * (q[i] - zero_point) - static_cast<double>(between[i])) <=
              static_cast<double>(scale) * 0.502);
    }
    const float beyond[] = {1e30F, -1e30F, std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
    const auto ends = run_kernel<T>(quantize, Quantize{.count = 4, .zero_point = zero_point}, {beyond}, {&scale}, 4);
    REQUIRE(ends == std::vector<T>{std::numeric_limits<T>::max(), std::numeric_limits<T>::min(), std::numeric_limits<T>::max(),
                                   std::numeric_limits<T>::min()});
  }
}

}  // namespace

TEST_CASE("add and sub: equal the formula with broadcasting", "[kernels][property]") {
  check_sum_s8<thimble_add_s8_params>(KernelId::add_s8, 1);
  check_sum_s8<thimble_sub_s8_params>(KernelId::sub_s8, -1);
  check_sum_s16<thimble_add_s16_params>(KernelId::add_s16, 1);
  check_sum_s16<thimble_sub_s16_params>(KernelId::sub_s16, -1);
}

TEST_CASE("mul: equals the formula with broadcasting", "[kernels][property]") {
  Rng rng(seed());
  for (int round = 0; round < 300; ++round) {
    auto o = random_operands<thimble_mul_s8_params>(rng);
    thimble_mul_s8_params& p = o.p;
    const FixedPointScale scale = product_scale(random_scale(rng), random_scale(rng), random_scale(rng) * 4);
    p.out_multiplier = scale.multiplier, p.out_shift = scale.shift, p.out_min = -100, p.out_max = 127;
    p.a_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127)), p.b_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    p.out_zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const auto a = random_vector<std::int8_t>(rng, o.a_count, -128, 127), b = random_vector<std::int8_t>(rng, o.b_count, -128, 127);
    const auto out = run_kernel<std::int8_t>(KernelId::mul_s8, p, {a.data(), b.data()}, {}, o.out_count);
    auto o16 = random_operands<thimble_mul_s16_params>(rng);
    thimble_mul_s16_params& p16 = o16.p;
    p16.out_multiplier = scale.multiplier, p16.out_shift = scale.shift - 15, p16.out_min = -32768, p16.out_max = 32767;
    const auto a16 = random_vector<std::int16_t>(rng, o16.a_count, -32768, 32767),
               b16 = random_vector<std::int16_t>(rng, o16.b_count, -32768, 32767);
    const auto out16 = run_kernel<std::int16_t>(KernelId::mul_s16, p16, {a16.data(), b16.data()}, {}, o16.out_count);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::int32_t product = (a[o.a_index[i]] - p.a_zero_point) * (b[o.b_index[i]] - p.b_zero_point);
      REQUIRE(out[i] == clamp_to(std::int64_t{exact_requantize(product, p.out_multiplier, p.out_shift)} + p.out_zero_point, -100, 127));
    }
    for (std::size_t i = 0; i < out16.size(); ++i) {
      REQUIRE(out16[i] ==
              clamp_to(exact_requantize(a16[o16.a_index[i]] * b16[o16.b_index[i]], p16.out_multiplier, p16.out_shift), -32768, 32767));
    }
  }
}

TEST_CASE("requantize: every number of every pair of types", "[kernels][property]") {
  check_requantize<std::int8_t, std::int8_t, thimble_requantize_s8_params>(KernelId::requantize_s8);
  check_requantize<std::int8_t, std::uint8_t, thimble_requantize_s8_u8_params>(KernelId::requantize_s8_u8);
  check_requantize<std::uint8_t, std::int8_t, thimble_requantize_u8_s8_params>(KernelId::requantize_u8_s8);
  check_requantize<std::int8_t, std::int16_t, thimble_requantize_s8_s16_params>(KernelId::requantize_s8_s16);
  check_requantize<std::int16_t, std::int8_t, thimble_requantize_s16_s8_params>(KernelId::requantize_s16_s8);
  check_requantize<std::int16_t, std::int16_t, thimble_requantize_s16_params>(KernelId::requantize_s16);
}

TEST_CASE("quantize and dequantize: within half a step, and there and back is the same number", "[kernels][property]") {
  check_float_round_trip<std::int8_t, thimble_quantize_f32_s8_params, thimble_dequantize_s8_f32_params>(KernelId::quantize_f32_s8,
                                                                                                        KernelId::dequantize_s8_f32);
  check_float_round_trip<std::uint8_t, thimble_quantize_f32_u8_params, thimble_dequantize_u8_f32_params>(KernelId::quantize_f32_u8,
                                                                                                         KernelId::dequantize_u8_f32);
  check_float_round_trip<std::int16_t, thimble_quantize_f32_s16_params, thimble_dequantize_s16_f32_params>(KernelId::quantize_f32_s16,
                                                                                                           KernelId::dequantize_s16_f32);
}

TEST_CASE("relu and leaky_relu: equal the formula for every number", "[kernels][property]") {
  Rng rng(seed());
  const auto input = all_numbers<std::int8_t>();
  const auto input16 = all_numbers<std::int16_t>();
  for (int round = 0; round < 100; ++round) {
    const float in = random_scale(rng), out_scale = random_scale(rng);
    const FixedPointScale scale = relu_scale(in, out_scale), alpha = leaky_relu_scale(in, rng.unit(), out_scale);
    const auto in_zero = static_cast<std::int32_t>(rng.uniform(-128, 127)), out_zero = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const thimble_relu_s8_params relu{
        256, in_zero, scale.multiplier, scale.shift, out_zero, out_zero, static_cast<std::int32_t>(rng.uniform(out_zero, 127))};
    const thimble_leaky_relu_s8_params leaky{256, in_zero, out_zero, scale.multiplier, scale.shift, alpha.multiplier, alpha.shift};
    const auto clamped = run_kernel<std::int8_t>(KernelId::relu_s8, relu, {input.data()}, {}, 256);
    const auto bent = run_kernel<std::int8_t>(KernelId::leaky_relu_s8, leaky, {input.data()}, {}, 256);
    for (std::size_t i = 0; i < 256; ++i) {
      const std::int32_t x = input[i] - in_zero;
      const std::int64_t plain = exact_requantize(x, scale.multiplier, scale.shift);
      REQUIRE(clamped[i] == clamp_to(plain + out_zero, relu.out_min, relu.out_max));
      REQUIRE(bent[i] == clamp_to((x >= 0 ? plain : exact_requantize(x, alpha.multiplier, alpha.shift)) + out_zero, -128, 127));
    }
    if (round % 10 != 0) continue;  // 65536 numbers each
    const thimble_relu_s16_params relu16{65536, scale.multiplier, scale.shift, 0, 30000};
    const thimble_leaky_relu_s16_params leaky16{65536, scale.multiplier, scale.shift, alpha.multiplier, alpha.shift};
    const auto clamped16 = run_kernel<std::int16_t>(KernelId::relu_s16, relu16, {input16.data()}, {}, 65536);
    const auto bent16 = run_kernel<std::int16_t>(KernelId::leaky_relu_s16, leaky16, {input16.data()}, {}, 65536);
    for (std::size_t i = 0; i < 65536; ++i) {
      const std::int64_t plain = exact_requantize(input16[i], scale.multiplier, scale.shift);
      const std::int64_t sloped = input16[i] >= 0 ? plain : exact_requantize(input16[i], alpha.multiplier, alpha.shift);
      if (clamped16[i] != clamp_to(plain, 0, 30000) || bent16[i] != clamp_to(sloped, -32768, 32767)) FAIL("input " << input16[i]);
    }
  }
}

TEST_CASE("hard_swish_s8: within two steps of the real function", "[kernels][property]") {
  Rng rng(seed());
  const auto input = all_numbers<std::int8_t>();
  for (int round = 0; round < 200; ++round) {
    const float in = static_cast<float>(0.005 + rng.unit() * 0.1);
    const auto in_zero = static_cast<std::int32_t>(rng.uniform(-128, 127)), out_zero = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const float out_scale = in * static_cast<float>(0.5 + rng.unit());
    const HardSwishScales s = hard_swish_scales(in, out_scale);
    const thimble_hard_swish_s8_params p{
        256, in_zero, out_zero, s.out_multiplier, s.out_exponent, s.reluish_multiplier, s.reluish_exponent};
    const auto out = run_kernel<std::int8_t>(KernelId::hard_swish_s8, p, {input.data()}, {}, 256);
    for (std::size_t i = 0; i < 256; ++i) {
      const double x = static_cast<double>(in) * (input[i] - in_zero);
      const double y = x * std::min(std::max(x + 3, 0.0), 6.0) / 6 / static_cast<double>(out_scale) + out_zero;
      CAPTURE(in, out_scale, in_zero, out_zero, i);
      REQUIRE(std::abs(out[i] - std::min(std::max(y, -128.0), 127.0)) <= 2.0);
    }
  }
}

TEST_CASE("lookup_s8: entry i answers for i - 128, also in place", "[kernels][unit]") {
  Rng rng(seed());
  auto input = all_numbers<std::int8_t>();
  const auto table = random_vector<std::int8_t>(rng, 256, -128, 127);
  const thimble_lookup_s8_params p{256};
  CHECK(run_kernel<std::int8_t>(KernelId::lookup_s8, p, {input.data()}, {table.data()}, 256) == table);
  thimble_lookup_s8(&p, input.data(), table.data(), input.data());
  CHECK(input == table);
}

TEST_CASE("logistic_s16 and tanh_s16: within 8 units of the 15th bit, and tanh is odd to 3 units", "[kernels][property]") {
  const auto input = all_numbers<std::int16_t>();
  const std::vector<std::int16_t> table = sigmoid_table_s16();
  for (const double scale : {1.0 / 4096, 1.0 / 2048, 0.0001, 0.0003, 0.002}) {
    const SigmoidScale l = logistic_s16_scale(static_cast<float>(scale)), t = tanh_s16_scale(static_cast<float>(scale));
    const auto logistic = run_kernel<std::int16_t>(KernelId::logistic_s16, thimble_logistic_s16_params{65536, l.multiplier, l.shift},
                                                   {input.data()}, {table.data()}, 65536);
    const auto tangent = run_kernel<std::int16_t>(KernelId::tanh_s16, thimble_tanh_s16_params{65536, t.multiplier, t.shift}, {input.data()},
                                                  {table.data()}, 65536);
    double worst = 0;
    for (std::size_t i = 0; i < 65536; ++i) {
      const double x = static_cast<double>(static_cast<float>(scale)) * input[i];
      worst = std::max({worst, std::abs(logistic[i] - 32768 / (1 + std::exp(-x))), std::abs(tangent[i] - 32768 * std::tanh(x))});
      if (i > 0 && std::abs(tangent[i] + tangent[65536 - i]) > 3) FAIL("tanh of " << input[i]);
    }
    CAPTURE(scale);
    CHECK(worst < 8);
  }
}

TEST_CASE("elementwise kernels: no elements, no output", "[kernels][unit]") {
  std::int8_t out[2] = {7, 7};
  const std::int8_t in[2] = {1, 2};
  const thimble_relu_s8_params relu{0, 0, 1 << 30, 1, 0, -128, 127};
  thimble_relu_s8(&relu, in, out);
  thimble_add_s8_params add{};  // every size 0
  thimble_add_s8(&add, in, in, out);
  CHECK(out[0] == 7);
  CHECK(out[1] == 7);
}

}  // namespace thimble::test
