#include "core/targets/code_size.h"

#include <catch2/catch_all.hpp>

namespace thimble {
namespace {

constexpr CodeSizeRow kTable[] = {
    {Isa::armv7em, "program", 4, 500, 0, 20}, {Isa::armv7em, "conv2d_s8", 6, 900, 300, 40}, {Isa::rv32imc, "program", 4, 700, 0, 30}};

}  // namespace

TEST_CASE("code size: the first use of a kernel costs more than the next, and errors add up", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 3}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::armv7em, kernels);
  REQUIRE(estimate.available);
  CHECK(estimate.bytes == 500 + 900 + 2 * 300);
  CHECK(estimate.error_bytes == 20 + 3 * 40);
}

TEST_CASE("code size: a kernel without compiled samples is named, and nothing is predicted", "[targets][unit]") {
  const KernelCount kernels[] = {{"conv2d_s8", 1}, {"add_s8", 1}, {"unused", 0}};
  const CodeSizeEstimate estimate = predict_code_bytes(kTable, Isa::rv32imc, kernels);
  CHECK_FALSE(estimate.available);
  CHECK(estimate.bytes == 0);
  CHECK(estimate.unknown == std::vector<std::string>{"conv2d_s8", "add_s8"});
  CHECK_THAT(estimate.provenance, Catch::Matchers::ContainsSubstring("no compiled samples for rv32imc of conv2d_s8, add_s8"));
}

TEST_CASE("code size: rows of the shipped table are whole", "[targets][unit]") {
  for (const CodeSizeRow& row : code_size_table()) {
    INFO(isa_name(row.isa) << " " << row.kernel);
    CHECK(row.samples > 0);
    CHECK(row.first_bytes > 0);
    CHECK(row.next_bytes >= 0);
    CHECK(row.error_bytes >= 0);
  }
}

}  // namespace thimble
