#include "core/targets/code_size.h"

#include <algorithm>
#include <catch2/catch_all.hpp>
#include <cstdlib>
#include <fstream>
#include <optional>

#include "core/base/text.h"
#include "core/targets/compiler_flags.h"

namespace thimble {
namespace {

constexpr CodeSizeRow kRows[] = {{Isa::armv7em, "conv2d_s8", 900, 300, 100}, {Isa::armv7em, "softmax_s8", 700, 80, 80}};
constexpr EmittedCodeRow kEmitted[] = {{Isa::armv7em, 250, 1000, 3050, 400}};
constexpr CodeSizeError kErrors[] = {{Isa::armv7em, CodeSizeCase::emitted, 9, 10},
                                     {Isa::armv7em, CodeSizeCase::portable, 5, 4},
                                     {Isa::armv7em, CodeSizeCase::portable_soft, 5, 7},
                                     {Isa::rv32imc, CodeSizeCase::portable, 9, 10}};
constexpr CodeSizeTable kTable{kRows, kEmitted, kErrors};

std::int64_t predicted_bytes(const CodeSizeTable& table, Isa isa, bool fpu, std::span<const KernelCount> kernels) {
  return predict_code_bytes(table, isa, fpu, {kernels, std::nullopt}).bytes;
}

// "conv2d_s8:4:3 softmax_s8:1:1": kernel, uses, shapes.
std::vector<KernelCount> counts_of(std::string_view text) {
  std::vector<KernelCount> out;
  if (text.empty()) return out;
  for (const std::string_view cell : split(text, ' ')) {
    const auto part = split(cell, ':');
    REQUIRE(part.size() == 3);
    out.push_back({part[0], parse_int(part[1]).value(), parse_int(part[2]).value()});
  }
  return out;
}

}  // namespace

TEST_CASE("code size: the first use of a kernel costs most, then a further shape, then a further use", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 4, 2}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::armv7em, true, {kernels, std::nullopt});
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 900 + 300 + 2 * 100);
  CHECK(estimate.error_bytes == 1400 * 4 / 100);
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("of 5 networks that it had not seen, 90 % were within 4 %"));
}

TEST_CASE("code size: emitted code is predicted by its counts, beside it portable kernels cost once", "[targets][unit]") {
  const KernelCount kernels[] = {{"softmax_s8", 3, 2}};
  const CodeCounts counts{.instructions = 1000, .statements = 40, .loops = 2, .calls = 10};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::armv7em, true, {kernels, counts});
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 700 + 2500 + 400 + 61 + 40);
  CHECK(estimate.error_bytes == 3701 * 10 / 100);
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("of 9 networks that it had not seen, 90 % were within 10 %"));
  const CodeSizeEstimate alone = predict_code_bytes(kTable, Isa::armv7em, true, {{}, counts});
  REQUIRE(alone.available);
  CHECK(alone.bytes == 3001);
}

TEST_CASE("code size: floats bring their library once", "[targets][unit]") {
  constexpr CodeSizeRow rows[] = {
      {Isa::armv7em, "floats", 1000, 0, 0}, {Isa::armv7em, "add_f32", 300, 80, 80}, {Isa::armv7em, "mul_f32", 400, 80, 80}};
  const CodeSizeTable table{rows, kEmitted, kErrors};
  const KernelCount floats[] = {{"add_f32", 3, 1}, {"mul_f32", 1, 1}};
  CHECK(predicted_bytes(table, Isa::armv7em, true, floats) == 1000 + 300 + 2 * 80 + 400);
  const CodeCounts counts{.instructions = 0, .statements = 1, .loops = 0, .calls = 0};
  CHECK(predict_code_bytes(table, Isa::armv7em, true, {floats, counts}).bytes == 1000 + 300 + 400 + 10);
}

TEST_CASE("code size: an instruction set that nothing was compiled for is not predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}};
  const CodeSizeEstimate estimate = predict_code_bytes(Isa::aarch64, false, {kernels, std::nullopt});
  CHECK_FALSE(estimate.available);
  CHECK(estimate.provenance == "not predicted: nothing was compiled for aarch64");
  CHECK_FALSE(predict_code_bytes(kTable, Isa::rv32imc, false, {{}, CodeCounts{}}).available);
}

TEST_CASE("code size: a kernel without compiled samples is named, and nothing is predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}, {"add_s8", 1, 1}, {"unused", 0, 0}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::rv32imc, true, {kernels, std::nullopt});
  CHECK_FALSE(estimate.available);
  CHECK(estimate.bytes == 0);
  CHECK(estimate.unknown == std::vector<std::string>{"conv2d_s8", "add_s8"});
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("no compiled samples for rv32imc of conv2d_s8, add_s8"));
}

TEST_CASE("code size: rows of the shipped table are whole", "[targets][unit]") {
  const CodeSizeTable table = code_size_table();
  REQUIRE_FALSE(table.errors.empty());
  for (const CodeSizeRow& row : table.rows) {
    INFO(isa_name(row.isa) << " " << row.kernel);
    CHECK(row.first_bytes >= 0);
    CHECK(row.use_bytes >= 0);
    CHECK(row.use_bytes <= row.shape_bytes);
    CHECK(row.shape_bytes <= row.first_bytes);
  }
  for (const EmittedCodeRow& row : table.emitted) {
    INFO(isa_name(row.isa));
    CHECK(std::min({row.instruction, row.statement, row.loop, row.call}) >= 0);
    CHECK(row.statement + row.call > 0);
  }
  for (const CodeSizeError& error : table.errors) {
    INFO(isa_name(error.isa));
    CHECK(error.networks > 0);
    CHECK(error.percent > 0);
    CHECK(error.percent < 100);
  }
}

TEST_CASE("code size: without an FPU floats bring their library, where the instruction set has rows with one", "[targets][unit]") {
  constexpr CodeSizeRow rows[] = {{Isa::armv7em, "floats", 0, 0, 0},      {Isa::armv7em, "soft_floats", 1400, 0, 0},
                                  {Isa::armv7em, "add_f32", 300, 80, 80}, {Isa::armv7em, "conv2d_s8", 900, 300, 100},
                                  {Isa::rv32imc, "floats", 2800, 0, 0},   {Isa::rv32imc, "add_f32", 300, 80, 80}};
  const CodeSizeTable table{rows, kEmitted, kErrors};
  const KernelCount floats[] = {{"add_f32", 1, 1}}, integers[] = {{"conv2d_s8", 1, 1}};
  CHECK(predicted_bytes(table, Isa::armv7em, true, floats) == 300);
  CHECK(predict_code_bytes(table, Isa::armv7em, true, {floats, std::nullopt}).error_bytes == 300 * 4 / 100);
  CHECK(predicted_bytes(table, Isa::armv7em, false, floats) == 300 + 1400);
  CHECK(predict_code_bytes(table, Isa::armv7em, false, {floats, std::nullopt}).error_bytes == 1700 * 7 / 100);
  CHECK(predicted_bytes(table, Isa::armv7em, false, integers) == 900);
  CHECK(predicted_bytes(table, Isa::rv32imc, false, floats) == 2800 + 300);
  CHECK(compiles_for_fpu(*find_device("stm32f411")));
  CHECK_FALSE(compiles_for_fpu(*find_device("rp2040")));
  Device unknown = *find_device("stm32f411");
  unknown.core = "my_core";
  CHECK_FALSE(compiles_for_fpu(unknown));
}

namespace {

// A network that scripts/code_sizes linked; held_out_bytes: by a fit that had not seen its family.
struct Linked {
  Isa isa;
  bool fpu = false;
  std::string model, kernels;
  std::int64_t bytes = 0, held_out_bytes = 0;
  std::optional<CodeCounts> emitted = {};
};

std::vector<Linked> linked_networks() {
  const char* root = std::getenv("THIMBLE_ROOT");
  std::ifstream file(std::string(root ? root : ".") + "/tests/core/targets/code_sizes.csv");
  std::vector<Linked> out;
  std::string line;
  REQUIRE(std::getline(file, line));
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    REQUIRE(cells.size() == 10);
    const auto number = [&](std::size_t i) { return parse_int(cells[i]).value(); };
    Linked row{.isa = *parse_isa(cells[0]), .fpu = cells[1] == "1", .model = std::string(cells[2]), .kernels = std::string(cells[9])};
    row.bytes = number(3);
    row.held_out_bytes = number(4);
    if (!cells[5].empty()) row.emitted = {.instructions = number(5), .statements = number(6), .loops = number(7), .calls = number(8)};
    out.push_back(std::move(row));
  }
  return out;
}

CodeSizeCase case_of(const Linked& row) {
  if (row.emitted) return CodeSizeCase::emitted;
  const bool fpu_rows = std::ranges::any_of(
      code_size_table().rows, [&](const CodeSizeRow& known) { return known.isa == row.isa && known.kernel == "soft_floats"; });
  return fpu_rows && !row.fpu ? CodeSizeCase::portable_soft : CodeSizeCase::portable;
}

}  // namespace

TEST_CASE("code size: the stated errors are those of the committed networks, held out", "[targets][unit]") {
  for (const CodeSizeError& error : code_size_table().errors) {
    int networks = 0, within = 0;
    for (const Linked& row : linked_networks()) {
      if (row.isa != error.isa || case_of(row) != error.of) continue;
      ++networks;
      within += 100 * std::abs(row.bytes - row.held_out_bytes) <= error.percent * row.held_out_bytes;
    }
    INFO(isa_name(error.isa) << ": " << within << " of " << networks << " within " << error.percent << " %");
    CHECK(networks == error.networks);
    CHECK(within * 10 >= networks * 9);
  }
}

TEST_CASE("code size: networks that were linked are predicted within the stated error", "[targets][unit]") {
  int within = 0, far_off = 0, soft = 0, facts = 0;
  for (const Linked& row : linked_networks()) {
    const std::vector<KernelCount> kernels = counts_of(row.kernels);
    const CodeSizeEstimate estimate = predict_code_bytes(row.isa, row.fpu, {kernels, row.emitted});
    INFO(isa_name(row.isa) << " " << row.model << ": " << row.bytes << ", predicted " << estimate.bytes << ", " << estimate.provenance);
    REQUIRE(estimate.available);
    if (!row.emitted) CHECK(std::abs(estimate.bytes - row.held_out_bytes) <= 2);  // no fit: the same, rounded elsewhere
    within += std::abs(estimate.bytes - row.bytes) <= estimate.error_bytes;
    far_off += std::abs(estimate.bytes - row.bytes) > 2 * estimate.error_bytes;
    soft += !row.fpu && row.isa == Isa::armv7em;
    ++facts;
  }
  REQUIRE(facts > 100);
  CHECK(soft >= 5);
  CHECK(within * 10 >= facts * 9);
  CHECK(far_off * 50 <= facts);
}

}  // namespace thimble
