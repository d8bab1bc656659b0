#include "core/targets/code_size.h"

#include <catch2/catch_all.hpp>
#include <cstdlib>
#include <fstream>

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr CodeSizeRow kRows[] = {
    {Isa::armv7em, "program", 4, 500, 0, 0}, {Isa::armv7em, "conv2d_s8", 6, 900, 300, 100}, {Isa::rv32imc, "program", 4, 700, 0, 0}};
constexpr CodeSizeError kErrors[] = {{Isa::armv7em, 9, 10}, {Isa::rv32imc, 9, 10}};
constexpr CodeSizeError kAloneErrors[] = {{Isa::armv7em, 5, 4}};
constexpr CodeSizeTable kTable{kRows, kErrors, kAloneErrors};

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
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::armv7em, kernels);
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
  const CodeSizeTable table{rows, kErrors, kAloneErrors};
  const KernelCount floats[] = {{"add_f32", 3, 1}, {"mul_f32", 1, 1}};
  const CodeSizeEstimate estimate = predict_code_bytes(table, Isa::armv7em, floats);
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 500 + 1000 + 300 + 2 * 80 + 400);
  CHECK(estimate.error_bytes == estimate.bytes * 4 / 100);
  const KernelCount mixed[] = {{"add_f32", 1, 1}, {"conv2d_s8", 1, 1}};
  CHECK(predict_code_bytes(table, Isa::armv7em, mixed).error_bytes == (500 + 1000 + 300 + 900) * 10 / 100);
}

TEST_CASE("code size: an instruction set that nothing was compiled for is not predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}};
  const CodeSizeEstimate estimate = predict_code_bytes(Isa::aarch64, kernels);
  CHECK_FALSE(estimate.available);
  CHECK(estimate.provenance == "not predicted: nothing was compiled for aarch64");
}

TEST_CASE("code size: a kernel without compiled samples is named, and nothing is predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1, 1}, {"add_s8", 1, 1}, {"unused", 0, 0}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::rv32imc, kernels);
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

TEST_CASE("code size: networks that were linked are predicted within the stated error", "[targets][unit]") {
  // Facts of scripts/code_sizes measure: isa, model, linked bytes, kernels. Float networks were in no fit, others in that of the table.
  const char* root = std::getenv("THIMBLE_ROOT");
  std::ifstream file(std::string(root ? root : ".") + "/tests/core/targets/code_sizes.csv");
  std::string line;
  REQUIRE(std::getline(file, line));
  int facts = 0, within = 0;
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    REQUIRE(cells.size() == 4);
    const auto isa = parse_isa(cells[0]);
    REQUIRE(isa.has_value());
    const CodeSizeEstimate estimate = predict_code_bytes(*isa, counts_of(cells[3]));
    INFO(line << ": " << estimate.bytes << ", " << estimate.provenance);
    REQUIRE(estimate.available);
    CHECK(std::abs(estimate.bytes - parse_int(cells[2]).value()) <= 2 * estimate.error_bytes);
    ++facts;
    within += std::abs(estimate.bytes - parse_int(cells[2]).value()) <= estimate.error_bytes;
  }
  REQUIRE(facts == 60);
  CHECK(within * 10 >= facts * 9);
}

}  // namespace thimble
