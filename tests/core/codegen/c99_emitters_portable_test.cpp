// The C99 emitters (portable and rv32) against the portable kernels, bit for bit, over shapes and constants at random.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/c_compiler.h"
#include "tests/support/emitted_cases.h"
#include "tests/support/random.h"

namespace thimble::test {
namespace {

LayerOptions random_options(Rng& rng) {
  constexpr std::int32_t kZeroPoints[] = {-128, -128, 127, 0, -5, 77};
  constexpr Scales kScales[] = {Scales::per_channel, Scales::per_channel, Scales::uniform, Scales::ties, Scales::extreme};
  return {.scales = pick(rng, kScales),
          .relu = rng.uniform(0, 1) == 1,
          .in_zero_point = pick(rng, kZeroPoints),
          .out_zero_point = pick(rng, kZeroPoints)};
}

// Sizes that are 1, odd, prime, just past a block; filters that are larger than the input only where padding allows it.
ConvShape random_shape(Rng& rng) {
  constexpr std::int32_t kSizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 13, 17};
  constexpr std::int32_t kChannels[] = {1, 2, 3, 4, 5, 7, 8, 9, 16, 17};
  constexpr std::int32_t kFilters[][2] = {{1, 1}, {1, 1}, {3, 3}, {3, 3}, {3, 3}, {5, 5}, {1, 3}, {3, 1}, {2, 2}, {7, 1}, {10, 4}};
  constexpr std::int32_t kStrides[] = {1, 1, 1, 2, 2, 3};
  constexpr std::int32_t kBatches[] = {1, 1, 1, 1, 2, 3};
  while (true) {
    const auto& filter = kFilters[rng.uniform(0, std::size(kFilters) - 1)];
    const ConvShape s{.in_h = pick(rng, kSizes),
                      .in_w = pick(rng, kSizes),
                      .in_c = pick(rng, kChannels),
                      .out_c = pick(rng, kChannels),
                      .filter_h = filter[0],
                      .filter_w = filter[1],
                      .stride_h = pick(rng, kStrides),
                      .stride_w = pick(rng, kStrides),
                      .padding = rng.uniform(0, 2) == 0 ? Padding::valid : Padding::same,
                      .dilation_h = rng.uniform(0, 5) == 0 ? 2 : 1,
                      .batches = pick(rng, kBatches)};
    const bool fits = (s.filter_h - 1) * s.dilation_h < s.in_h && s.filter_w <= s.in_w;
    if (s.padding == Padding::same || fits) return s;
  }
}

void add_matching(std::vector<EmittedCase>& cases, EmittedCase c, KernelSet kernel_set) {
  if (find_emitter(c.call, kernel_set)) cases.push_back(std::move(c));
}

void add_elementwise(std::vector<EmittedCase>& cases, Rng& rng, int i, KernelSet kernel_set) {
  constexpr std::int32_t kZeroPoints[] = {-128, 127, 0, -5, 77};
  constexpr std::int32_t kCounts[] = {1, 3, 4, 5, 17, 4099};
  // Powers of two make ties.
  const bool ties = rng.uniform(0, 3) == 0;
  const ElementwiseScales s{.a = ties ? 0.5 : 0.05 + rng.unit(),
                            .b = ties ? 1.0 : 0.05 + rng.unit(),
                            .a_zero_point = pick(rng, kZeroPoints),
                            .b_zero_point = pick(rng, kZeroPoints),
                            .out_zero_point = pick(rng, kZeroPoints),
                            .relu = rng.uniform(0, 1) == 1};
  const std::int32_t count = pick(rng, kCounts);
  if (i % 3 == 0) add_matching(cases, add_case(count, s), kernel_set);
  if (i % 3 == 1) add_matching(cases, sub_case(count, s), kernel_set);
  if (i % 3 == 2)
    add_matching(cases, mul_case(count, {s.a / 16, s.b / 16, s.a_zero_point, s.b_zero_point, s.out_zero_point, s.relu}), kernel_set);
}

std::vector<EmittedCase> random_cases(KernelSet kernel_set, int count) {
  Rng rng(seed() + static_cast<std::uint64_t>(kernel_set));
  std::vector<EmittedCase> cases;
  for (int i = 0; i < count; ++i) {
    add_matching(cases, conv2d_case(rng, random_shape(rng), random_options(rng)), kernel_set);
    ConvShape depthwise = random_shape(rng);
    depthwise.out_c = depthwise.in_c * static_cast<std::int32_t>(rng.uniform(1, 3));
    if (depthwise.padding == Padding::same) depthwise.dilation_w = static_cast<std::int32_t>(rng.uniform(1, 2));
    add_matching(cases, depthwise_case(rng, depthwise, random_options(rng)), kernel_set);
    ConvShape pool = random_shape(rng);
    pool.dilation_h = 1;
    const bool bounded = rng.uniform(0, 1) == 1;
    const EmittedCase average = average_pool_case(pool, bounded ? -5 : -128, bounded ? 60 : 127);
    if (i % 3 == 0) add_matching(cases, average, kernel_set);
    if (i % 3 == 1) add_matching(cases, max_pool_case(pool, bounded ? -5 : -128, bounded ? 60 : 127), kernel_set);
    if (i % 3 == 2) add_matching(cases, mean_case(rng, pool.batches, pool.in_h * pool.in_w, pool.in_c), kernel_set);
    add_elementwise(cases, rng, i, kernel_set);
    constexpr std::int32_t kWidths[] = {1, 2, 3, 7, 8, 9, 16, 17, 64, 127};
    if (i % 2 == 0)
      add_matching(cases, fully_connected_case(rng, i % 6 == 0 ? 3 : 1, pick(rng, kWidths), pick(rng, kWidths), random_options(rng)),
                   kernel_set);
  }
  return cases;
}

void check_on_host(KernelSet kernel_set, int count, const std::string& flags) {
  if (!has_program("cc")) SKIP("no C compiler");
  const std::vector<EmittedCase> cases = random_cases(kernel_set, count);
  INFO("THIMBLE_SEED=" << seed());
  const ScratchFolder folder("emitters-" + std::string(kernel_set_name(kernel_set)));
  folder.write("layers.c", emitted_program(cases, kernel_set));
  REQUIRE(run_command("cc -std=c99 -pedantic -Wall -Wextra -Werror " + flags + " -I" + snippets_folder() + " " + folder.path("layers.c") +
                      " -o " + folder.path("layers")) == 0);
  const int exit_code = run_command(folder.path("layers") + " > " + folder.path("layers.out") + " 2>&1");
  INFO(folder.read("layers.out"));
  CHECK(exit_code == 0);
}

TEST_CASE("portable emitters: equal to the portable kernels, in C99 without a warning", "[codegen][property][slow]") {
  check_on_host(KernelSet::portable, 24, "-O1");
}

TEST_CASE("armv6m emitters: equal to the portable kernels, without undefined behaviour", "[codegen][property][slow]") {
  check_on_host(KernelSet::armv6m, 16, "-O0 -fsanitize=undefined,address -fno-sanitize-recover=all");
}

TEST_CASE("rv32 emitters: equal to the portable kernels, without undefined behaviour", "[codegen][property][slow]") {
  check_on_host(KernelSet::rv32, 16, "-O0 -fsanitize=undefined,address -fno-sanitize-recover=all");
}

TEST_CASE("rv32 emitters: equal to the portable kernels on an RV32IMC in QEMU", "[codegen][property][slow]") {
  if (!has_rv32_board()) SKIP("no riscv64-unknown-elf-gcc or no qemu-system-riscv32");
  const std::vector<EmittedCase> cases = random_cases(KernelSet::rv32, 24);
  INFO("THIMBLE_SEED=" << seed());
  const ScratchFolder folder("emitters-board");
  folder.write("layers.c", emitted_program(cases, KernelSet::rv32));
  const int exit_code = run_on_rv32_board(folder, "layers", "-std=c99 -Wall -Wextra -Werror -O2");
  INFO(folder.read("layers.out"));
  CHECK(exit_code == 0);
}

std::int64_t counted_instructions(const std::string& output) {
  std::istringstream lines(output);
  std::int64_t total = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("count ")) total += std::strtoll(line.c_str() + 6, nullptr, 10);
  }
  return total;
}

// The limits are what tests/bench/instruction_counts_rv32 printed, and 3 % for other versions of gcc; CMSIS-NN's plain C takes
// 16.24M, 65.3M and 1.474M.
TEST_CASE("rv32 emitters: executed instructions of KWS, IC and AD stay within their limits", "[codegen][bench][slow]") {
  if (!has_rv32_board()) SKIP("no riscv64-unknown-elf-gcc or no qemu-system-riscv32");
  struct Network {
    const char* name;
    std::vector<EmittedCase> (*layers)(Rng&);
    std::int64_t limit;
  };
  const Network networks[] = {{"kws", kws_layers, 8530000}, {"ic", ic_layers, 37100000}, {"ad", ad_layers, 900000}};
  const ScratchFolder folder("emitters-count");
  for (const Network& network : networks) {
    Rng rng(1);
    folder.write("layers.c", emitted_program(network.layers(rng), KernelSet::rv32));
    const int exit_code = run_on_rv32_board(folder, "layers", "-std=c99 -Wall -Wextra -Werror -O3");
    const std::string output = folder.read("layers.out");
    INFO(network.name << "\n" << output);
    CHECK(exit_code == 0);
    CHECK(counted_instructions(output) > 0);
    CHECK(counted_instructions(output) <= network.limit);
  }
}

TEST_CASE("emitted layers of one shape share their functions", "[codegen][unit]") {
  Rng rng(seed());
  const ConvShape shape{5, 5, 8, 8, 1, 1, 1, 1};
  const EmittedCase a = conv2d_case(rng, shape, {});
  const EmittedCase b = conv2d_case(rng, shape, {});
  for (const KernelSet kernel_set : {KernelSet::portable, KernelSet::armv6m, KernelSet::rv32}) {
    const KernelEmitter* emitter = find_emitter(a.call, kernel_set);
    REQUIRE(emitter != nullptr);
    const EmittedKernel first = emitter->emit({a.call, "first"});
    const EmittedKernel second = emitter->emit({b.call, "second"});
    REQUIRE(first.helpers.size() == second.helpers.size());
    for (std::size_t i = 0; i < first.helpers.size(); ++i) {
      CHECK(first.helpers[i].name == second.helpers[i].name);
      CHECK(first.helpers[i].definition == second.helpers[i].definition);
    }
  }
}

TEST_CASE("add: a form without intermediate roundings is found for nearly all scales", "[codegen][unit]") {
  Rng rng(seed());
  int found = 0;
  for (int i = 0; i < 200; ++i) {
    const double a = 0.05 + rng.unit();
    const double b = 0.05 + rng.unit();
    const auto zero_point = [&] { return static_cast<std::int32_t>(rng.uniform(-128, 127)); };
    const EmittedCase c = add_case(16, {a, b, zero_point(), zero_point(), zero_point(), rng.uniform(0, 1) == 1});
    if (find_emitter(c.call, KernelSet::portable)) ++found;
  }
  INFO("found " << found << " of 200");
  CHECK(found >= 180);
}

TEST_CASE("find_emitter: an instruction set without an emitter of its own uses the portable one", "[codegen][unit]") {
  Rng rng(seed());
  const EmittedCase c = conv2d_case(rng, {5, 5, 8, 8, 3, 3, 1, 1}, {});
  CHECK(find_emitter(c.call, KernelSet::rv32)->kernel_set == KernelSet::rv32);
  CHECK(find_emitter(c.call, KernelSet::portable)->kernel_set == KernelSet::portable);
  const EmittedCase dilated = conv2d_case(
      rng, {.in_h = 9, .in_w = 9, .in_c = 2, .out_c = 2, .filter_h = 3, .filter_w = 3, .stride_h = 1, .stride_w = 1, .dilation_w = 2}, {});
  CHECK(find_emitter(dilated.call, KernelSet::rv32) == nullptr);
}

}  // namespace
}  // namespace thimble::test
