// The armv7em emitters against the portable kernels, bit for bit: as C on the host, as assembly on Cortex-M4 and M7 in QEMU.
#include <catch2/catch_test_macros.hpp>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/codegen/emitters/requantize_armv7em.h"
#include "tests/support/c_compiler.h"
#include "tests/support/emitted_cases.h"
#include "tests/support/paths.h"

extern "C" {
#include "core/codegen/snippets/dsp_s16.h"
#include "core/codegen/snippets/dsp_s8.h"
#include "core/kernels/device/requantize.h"
#include "core/kernels/device/requantize_wide.h"
}

namespace thimble::test {
namespace {

std::uint64_t seed() { return std::strtoull(environment_or("THIMBLE_SEED", "20261121").c_str(), nullptr, 10); }

struct Draw {
  Rng& rng;
  std::int32_t operator()(std::int64_t low, std::int64_t high) const { return static_cast<std::int32_t>(rng.uniform(low, high)); }
  bool one_in(int n) const { return rng.uniform(1, n) == 1; }
};

LayerOptions random_options(const Draw& draw) {
  constexpr Scales kScales[] = {Scales::per_channel, Scales::per_channel, Scales::uniform, Scales::ties, Scales::extreme};
  return {.scales = kScales[draw(0, 4)],
          .relu = draw.one_in(2),
          .in_zero_point = draw.one_in(2) ? -128 : draw(-128, 127),
          .out_zero_point = draw.one_in(2) ? -128 : draw(-128, 127)};
}

// 1, odd, prime, multiples of four and just past a block; now and then as large as several strips of planes.
ConvShape random_shape(const Draw& draw) {
  const bool large = draw.one_in(4);
  ConvShape s{.in_h = large ? draw(10, 40) : draw(1, 9),
              .in_w = large ? draw(12, 50) : draw(1, 12),
              .in_c = draw.one_in(2) ? draw(1, 11) : 4 * draw(1, large ? 3 : 5),
              .out_c = draw(1, 13),
              .filter_h = draw(1, 5),
              .filter_w = draw(1, 5),
              .stride_h = draw(1, 3),
              .stride_w = draw(1, 3)};
  if (draw.one_in(4)) s.filter_h = s.filter_w = 1;
  if (draw.one_in(3)) s.filter_h = s.filter_w = 3;
  if (draw.one_in(2)) s.stride_h = s.stride_w = 1;
  if (draw.one_in(6)) s.dilation_h = 2;
  if (!large && draw.one_in(5)) s.batches = draw(2, 3);
  const bool fits = (s.filter_h - 1) * s.dilation_h < s.in_h && s.filter_w <= s.in_w;
  s.padding = draw.one_in(2) && fits ? Padding::valid : Padding::same;
  return s;
}

// What random constants do not reach: weights of -128 and full biases (the packed weights have to be given up then).
void make_extreme(EmittedCase& c, const Draw& draw) {
  auto weights = c.call.constants[0].bytes.copy_as<std::int8_t>();
  for (std::int8_t& weight : weights) {
    if (draw.one_in(3)) weight = draw.one_in(2) ? -128 : 127;
  }
  c.call.constants[0].bytes = Blob::of(weights);
  auto bias = c.call.constants[1].bytes.copy_as<std::int32_t>();
  for (std::int32_t& value : bias) value = draw(-(1 << 24) + 1, (1 << 24) - 1);
  c.call.constants[1].bytes = Blob::of(bias);
  c.name += " extreme";
}

// Of int16 outputs: none, a rectifier, any.
std::int32_t random_low(const Draw& draw) { return draw.one_in(2) ? -32768 : draw.one_in(2) ? 0 : draw(-32768, 0); }

void add_matching(std::vector<EmittedCase>& cases, EmittedCase c) {
  const KernelEmitter* emitter = find_emitter(c.call, KernelSet::armv7em);
  if (emitter != nullptr && emitter->kernel_set == KernelSet::armv7em) cases.push_back(std::move(c));
}

std::vector<EmittedCase> random_cases(std::uint64_t salt, int count) {
  Rng rng(seed() + salt);
  const Draw draw{rng};
  std::vector<EmittedCase> cases;
  while (static_cast<int>(cases.size()) < count) {
    ConvShape s = random_shape(draw);
    const LayerOptions options = random_options(draw);
    const int kind = draw(0, 7);
    EmittedCase c;
    if (kind == 7) {
      s.dilation_h = 1;
      const std::int32_t low = draw.one_in(2) ? -128 : draw(-128, 0), high = draw.one_in(2) ? 127 : draw(1, 127);
      if (draw.one_in(3)) add_matching(cases, mean_case(rng, s.batches, s.in_h * s.in_w, s.in_c));
      else add_matching(cases, draw.one_in(2) ? max_pool_case(s, low, high) : average_pool_case(s, low, high));
      continue;
    }
    if (kind == 6) {
      const ElementwiseScales scales{.a = 0.1 + rng.unit(),
                                     .b = 0.1 + rng.unit(),
                                     .a_zero_point = draw(-128, 127),
                                     .b_zero_point = draw(-128, 127),
                                     .out_zero_point = options.out_zero_point,
                                     .relu = options.relu};
      add_matching(cases, draw.one_in(2) ? add_case(draw(1, 70), scales) : sub_case(draw(1, 70), scales));
      continue;
    }
    if (kind == 0) {
      c = fully_connected_case(rng, s.batches, draw(1, 90), s.out_c, options);
    } else if (kind <= 2) {
      s.out_c = s.in_c * (draw.one_in(4) ? 2 : 1);
      c = depthwise_case(rng, s, options);
    } else {
      c = conv2d_case(rng, s, options);
    }
    if (draw.one_in(6)) make_extreme(c, draw);
    if (draw.one_in(3)) c = as_s16(c, random_low(draw), draw.one_in(4) ? draw(1, 32767) : 32767);
    add_matching(cases, std::move(c));
  }
  return cases;
}

bool has_arm_board() { return has_program("arm-none-eabi-gcc") && has_program("qemu-system-arm"); }

int run_on_arm_board(const ScratchFolder& folder, const std::string& machine, const std::string& flags) {
  const std::string board = data_path("../firmware/arm"), elf = folder.path("layers.elf");
  const int compiled = run_command("arm-none-eabi-gcc -mthumb -Wall -Wextra -Werror -DTHIMBLE_TEST_BOARD -nostartfiles -L" + board +
                                   " -Tmps2.ld -I" + board + " -I" + snippets_folder() + " " + flags + " " + board + "/startup.c " + board +
                                   "/board.c " + folder.path("layers.c") + " -o " + elf);
  if (compiled != 0) return compiled;
  return run_command("timeout 300 qemu-system-arm -M " + machine +
                     " -icount shift=0 -nographic -monitor none -serial none -semihosting-config enable=on,target=native -kernel " + elf +
                     " > " + folder.path("layers.out") + " < /dev/null");
}

void check_on_board(std::uint64_t salt, int count, const std::string& machine, const std::string& flags) {
  if (!has_arm_board()) SKIP("no arm-none-eabi-gcc or no qemu-system-arm");
  INFO("THIMBLE_SEED=" << seed());
  const ScratchFolder folder("armv7em-" + machine);
  folder.write("layers.c", emitted_program(random_cases(salt, count), KernelSet::armv7em));
  const int exit_code = run_on_arm_board(folder, machine, flags);
  INFO(folder.read("layers.out"));
  CHECK(exit_code == 0);
}

TEST_CASE("armv7em emitters: their C bodies equal the portable kernels, without undefined behaviour", "[codegen][property]") {
  if (!has_program("cc")) SKIP("no C compiler");
  INFO("THIMBLE_SEED=" << seed());
  const ScratchFolder folder("armv7em-host");
  const std::vector<EmittedCase> cases = random_cases(0, 60);
  CHECK(std::ranges::count_if(cases, [](const EmittedCase& c) { return c.name.ends_with(" s16"); }) > 5);
  folder.write("layers.c", emitted_program(cases, KernelSet::armv7em));
  REQUIRE(run_command("cc -std=c99 -pedantic -Wall -Wextra -Werror -O1 -fsanitize=undefined,address -fno-sanitize-recover=all -I" +
                      snippets_folder() + " " + folder.path("layers.c") + " -o " + folder.path("layers")) == 0);
  const int exit_code = run_command(folder.path("layers") + " > " + folder.path("layers.out") + " 2>&1");
  INFO(folder.read("layers.out"));
  CHECK(exit_code == 0);
}

TEST_CASE("armv7em emitters: equal to the portable kernels on a Cortex-M4 in QEMU", "[codegen][property][slow]") {
  check_on_board(1, 120, "mps2-an386", "-mcpu=cortex-m4 -O2 -std=c99 -pedantic");
}

TEST_CASE("armv7em emitters: equal to the portable kernels on a Cortex-M7, compiled for size", "[codegen][property][slow]") {
  check_on_board(2, 60, "mps2-an500", "-mcpu=cortex-m7 -Os -flto -std=gnu99");
}

TEST_CASE("armv7em emitters: correct without optimization, where the compiler keeps a frame pointer", "[codegen][property][slow]") {
  check_on_board(3, 40, "mps2-an386", "-mcpu=cortex-m4 -O0 -std=gnu99");
}

TEST_CASE("armv7em emitters: their C bodies are what a core without the DSP extension gets", "[codegen][property][slow]") {
  check_on_board(4, 30, "mps2-an385", "-mcpu=cortex-m3 -O2 -std=gnu99");
}

// Sums around every tie of both roundings, at the ends, and at random.
std::vector<std::int32_t> interesting_sums(Rng& rng, std::int64_t bound, std::int32_t multiplier, std::int32_t n) {
  std::vector<std::int64_t> out{0, 1, -1, bound, -bound};
  for (int i = 0; i < 400; ++i) {
    const std::int64_t output = rng.uniform(-300, 300);
    const double at = std::ldexp(2.0 * static_cast<double>(output) + 1, n - 1) / (std::max(multiplier, 1) / 2147483648.0);
    for (std::int64_t d = -2; d <= 2; ++d) out.push_back(static_cast<std::int64_t>(std::clamp(at, -1e15, 1e15)) + d);
    out.push_back(rng.uniform(-bound, bound));
    out.push_back(rng.uniform(-40, 40));
  }
  std::erase_if(out, [bound](std::int64_t sum) { return sum < -bound || sum > bound; });
  return std::vector<std::int32_t>(out.begin(), out.end());
}

TEST_CASE("requantize_armv7em: the planned form equals the reference's steps for every sum inside the bound", "[codegen][property]") {
  Rng rng(seed());
  int fast = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::int64_t bound =
        rng.uniform(1, 3) == 1 ? (std::int64_t{1} << 30) - 1 : rng.uniform(1, std::int64_t{1} << rng.uniform(4, 30)) - 1;
    std::int32_t multiplier = static_cast<std::int32_t>(rng.uniform(std::int64_t{1} << 30, (std::int64_t{1} << 31) - 1));
    if (rng.uniform(0, 3) == 0) multiplier = rng.uniform(0, 2) == 0 ? 0 : rng.uniform(0, 1) == 0 ? 1 << 30 : INT32_MAX;
    const std::int32_t shift = static_cast<std::int32_t>(rng.uniform(0, 4) == 0 ? rng.uniform(-31, 3) : rng.uniform(-14, 0));
    const std::int32_t zero_point = static_cast<std::int32_t>(rng.uniform(-128, 127));
    const RequantRange range{.zero_point = zero_point,
                             .min = rng.uniform(0, 1) == 0 ? zero_point : static_cast<std::int32_t>(rng.uniform(-128, zero_point)),
                             .max = 127};
    const std::vector<std::int32_t> multipliers{multiplier};
    const std::vector<std::int8_t> shifts{static_cast<std::int8_t>(shift)};
    const std::vector<std::int64_t> bounds{bound};
    const RequantPlan plan = plan_requant_armv7em(multipliers, shifts, bounds, range);
    fast += plan.fast() ? 1 : 0;
    const ChannelRequant& c = plan.channels[0];
    for (const std::int32_t sum : interesting_sums(rng, bound, multiplier, std::max(0, -shift))) {
      const std::int32_t expected =
          thimble_clamp(thimble_wrapping_add(thimble_requantize(sum, multiplier, shift), zero_point), range.min, range.max);
      const std::int32_t value = plan.form == RequantForm::twice ? thimble_requantize_twice(sum * 2, c.multiplier, c.offset, c.n)
                                 : plan.form == RequantForm::twice_relu
                                     ? thimble_requantize_twice_relu(sum * 2, c.multiplier, c.offset, c.n)
                                     : thimble_wrapping_add(thimble_requantize_any(sum, c.multiplier, c.n), zero_point);
      if (std::clamp(value, range.min, range.max) != expected) {
        FAIL_CHECK("sum " << sum << " multiplier " << multiplier << " shift " << shift << " zero point " << zero_point << ": " << value
                          << " instead of " << expected);
      }
    }
  }
  CHECK(fast > 2000);
}

TEST_CASE("requantize_armv7em: int16 outputs equal the reference's for every sum inside the bound", "[codegen][property]") {
  Rng rng(seed());
  int planned = 0;
  for (int i = 0; i < 4000; ++i) {
    const std::int64_t bound = (std::int64_t{1} << rng.uniform(4, 31)) - 1;
    std::int32_t multiplier = static_cast<std::int32_t>(rng.uniform(std::int64_t{1} << 30, (std::int64_t{1} << 31) - 1));
    if (rng.uniform(0, 5) == 0) multiplier = rng.uniform(0, 1) == 0 ? 0 : INT32_MAX;
    const auto shift = static_cast<std::int8_t>(rng.uniform(-31, 2));
    const std::vector<std::int32_t> multipliers{multiplier};
    const std::vector<std::int8_t> shifts{shift};
    const std::vector<std::int64_t> bounds{bound};
    const auto plan = plan_requant_s16_armv7em(multipliers, shifts, bounds, {.zero_point = 0, .min = -32768, .max = 32767});
    CHECK(plan.has_value() == (shift <= -2 || multiplier == 0));
    if (!plan) continue;
    ++planned;
    const ChannelRequant& c = plan->channels[0];
    for (const std::int32_t sum : interesting_sums(rng, bound, multiplier, std::max(0, -shift))) {
      const std::int32_t expected = thimble_clamp(thimble_requantize_s64(sum, multiplier, shift), -32768, 32767);
      const std::int32_t value = thimble_dsp_requantize_s16(sum, c.multiplier, c.offset, c.n);
      if (value != expected) FAIL_CHECK("sum " << sum << " multiplier " << multiplier << " shift " << int{shift} << ": " << value);
    }
  }
  CHECK(planned > 3000);
}

TEST_CASE("dsp_s16: a dense layer's scale on a 32-bit sum is the reference's on a 64-bit one", "[codegen][property]") {
  Rng rng(seed());
  for (int i = 0; i < 200000; ++i) {
    const auto sum = static_cast<std::int32_t>(rng.uniform(INT32_MIN, INT32_MAX) >> rng.uniform(0, 31));
    const auto high = static_cast<std::int32_t>(rng.uniform(std::int64_t{1} << 30, INT32_MAX)),
               low = static_cast<std::int32_t>(rng.uniform(0, INT32_MAX));
    const auto shift = static_cast<std::int32_t>(rng.uniform(-31, 14));
    const std::int32_t expected = thimble_clamp(thimble_scale_s64(sum, high, low, shift), -32768, 32767);
    if (thimble_scale_s16(sum, high, low, shift) != expected) FAIL_CHECK("sum " << sum << " " << high << " " << low << " shift " << shift);
  }
}

}  // namespace
}  // namespace thimble::test
