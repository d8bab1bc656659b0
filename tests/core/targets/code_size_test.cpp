#include "core/targets/code_size.h"

#include <algorithm>
#include <catch2/catch_all.hpp>
#include <cstdlib>
#include <fstream>

#include "core/base/text.h"
#include "core/targets/compiler_flags.h"

namespace thimble {
namespace {

constexpr CodeSizeRow kRows[] = {
    {Isa::armv7em, "program", 4, 500, 0, 0}, {Isa::armv7em, "conv2d_s8", 6, 900, 300, 100}, {Isa::rv32imc, "program", 4, 700, 0, 0}};
constexpr CodeSizeError kErrors[] = {{Isa::armv7em, CodeSizeCase::emitted, 9, 10},
                                     {Isa::armv7em, CodeSizeCase::portable, 5, 4},
                                     {Isa::armv7em, CodeSizeCase::portable_soft, 5, 7},
                                     {Isa::rv32imc, CodeSizeCase::emitted, 9, 10}};
constexpr CodeSizeTable kTable{kRows, kErrors};

// "conv2d_s8_armv7em:4:3 softmax_s8:1:1": kernel, uses, shapes.
std::vector<KernelCount> counts_of(std::string_view text) {
  std::vector<KernelCount> out;
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
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::armv7em, true, kernels);
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 500 + 900 + 300 + 2 * 100);
  CHECK(estimate.error_bytes == 190);
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("of 9 networks that it had not seen, 90 % were within 10 %"));
}

TEST_CASE("code size: kernels that were linked alone are predicted more closely, and floats bring their library once", "[targets][unit]") {
  constexpr CodeSizeRow rows[] = {{Isa::armv7em, "program", 4, 500, 0, 0},
                                  {Isa::armv7em, "floats", 0, 1000, 0, 0},
                                  {Isa::armv7em, "add_f32", 0, 300, 80, 80},
                                  {Isa::armv7em, "mul_f32", 0, 400, 80, 80},
                                  {Isa::armv7em, "conv2d_s8", 6, 900, 300, 100}};
  const CodeSizeTable table{rows, kErrors};
  const KernelCount floats[] = {{"add_f32", 3, 1}, {"mul_f32", 1, 1}};
  const CodeSizeEstimate estimate = predict_code_bytes(table, Isa::armv7em, true, floats);
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 500 + 1000 + 300 + 2 * 80 + 400);
  CHECK(estimate.error_bytes == estimate.bytes * 4 / 100);
  const KernelCount mixed[] = {{"add_f32", 1, 1}, {"conv2d_s8", 1, 1}};
  CHECK(predict_code_bytes(table, Isa::armv7em, true, mixed).error_bytes == (500 + 1000 + 300 + 900) * 10 / 100);
}

TEST_CASE("code size: an instruction set that nothing was compiled for is not predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}};
  const CodeSizeEstimate estimate = predict_code_bytes(Isa::aarch64, false, kernels);
  CHECK_FALSE(estimate.available);
  CHECK(estimate.provenance == "not predicted: nothing was compiled for aarch64");
}

TEST_CASE("code size: a kernel without compiled samples is named, and nothing is predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}, {"add_s8", 1, 1}, {"unused", 0, 0}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::rv32imc, true, kernels);
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
    CHECK(row.samples >= 0);
    CHECK(row.first_bytes >= 0);
    CHECK(row.use_bytes >= 0);
    CHECK(row.use_bytes <= row.shape_bytes);
    CHECK(row.shape_bytes <= row.first_bytes);
  }
  for (const CodeSizeError& error : table.errors) {
    INFO(isa_name(error.isa));
    CHECK(error.networks > 0);
    CHECK(error.percent > 0);
    CHECK(error.percent < 100);
  }
}

TEST_CASE("code size: without an FPU floats bring their library, where the instruction set has rows with one", "[targets][unit]") {
  constexpr CodeSizeRow rows[] = {{Isa::armv7em, "program", 4, 500, 0, 0},       {Isa::armv7em, "floats", 0, 0, 0, 0},
                                  {Isa::armv7em, "soft_floats", 0, 1400, 0, 0},  {Isa::armv7em, "add_f32", 0, 300, 80, 80},
                                  {Isa::armv7em, "conv2d_s8", 6, 900, 300, 100}, {Isa::rv32imc, "program", 4, 700, 0, 0},
                                  {Isa::rv32imc, "floats", 0, 2800, 0, 0},       {Isa::rv32imc, "add_f32", 0, 300, 80, 80}};
  const CodeSizeTable table{rows, kErrors};
  const KernelCount floats[] = {{"add_f32", 1, 1}}, integers[] = {{"conv2d_s8", 1, 1}};
  CHECK(predict_code_bytes(table, Isa::armv7em, true, floats).bytes == 800);
  CHECK(predict_code_bytes(table, Isa::armv7em, true, floats).error_bytes == 800 * 4 / 100);
  CHECK(predict_code_bytes(table, Isa::armv7em, false, floats).bytes == 800 + 1400);
  CHECK(predict_code_bytes(table, Isa::armv7em, false, floats).error_bytes == 2200 * 7 / 100);
  CHECK(predict_code_bytes(table, Isa::armv7em, false, integers).bytes == 500 + 900);
  CHECK(predict_code_bytes(table, Isa::rv32imc, false, floats).bytes == 700 + 2800 + 300);
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
  bool fpu = false, alone = false;
  std::string model, kernels;
  std::int64_t bytes = 0, held_out_bytes = 0;
};

std::vector<Linked> linked_networks() {
  const char* root = std::getenv("THIMBLE_ROOT");
  std::ifstream file(std::string(root ? root : ".") + "/tests/core/targets/code_sizes.csv");
  std::vector<Linked> out;
  std::string line;
  REQUIRE(std::getline(file, line));
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    REQUIRE(cells.size() == 6);
    Linked row{.isa = *parse_isa(cells[0]), .fpu = cells[1] == "1", .model = std::string(cells[2]), .kernels = std::string(cells[5])};
    row.bytes = parse_int(cells[3]).value();
    row.held_out_bytes = parse_int(cells[4]).value();
    row.alone = std::ranges::all_of(counts_of(row.kernels), [&](const KernelCount& count) {
      return std::ranges::any_of(code_size_table().rows, [&](const CodeSizeRow& known) {
        return known.isa == row.isa && known.kernel == count.kernel && known.samples == 0;
      });
    });
    out.push_back(std::move(row));
  }
  return out;
}

CodeSizeCase case_of(const Linked& row) {
  if (!row.alone) return CodeSizeCase::emitted;
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
    const CodeSizeEstimate estimate = predict_code_bytes(row.isa, row.fpu, counts_of(row.kernels));
    INFO(isa_name(row.isa) << " " << row.model << ": " << row.bytes << ", predicted " << estimate.bytes << ", " << estimate.provenance);
    REQUIRE(estimate.available);
    if (row.alone) CHECK(std::abs(estimate.bytes - row.held_out_bytes) <= 2);  // no fit: the same, rounded elsewhere
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
