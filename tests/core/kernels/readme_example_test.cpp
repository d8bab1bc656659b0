// The example of core/kernels/README.md, word for word.
#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/kernels/fixed_point.h"
#include "tests/support/paths.h"

extern "C" {
#include "core/kernels/device/relu_s8.h"
}

namespace thimble::test {
namespace {

std::string without_spaces(const std::string& path) {
  std::ifstream in(path);
  REQUIRE(in);
  std::ostringstream text;
  text << in.rdbuf();
  std::string out = text.str();
  std::erase_if(out, [](char c) { return c == ' ' || c == '\n'; });
  return out;
}

}  // namespace

TEST_CASE("README of kernels: the example answers what it says", "[kernels][unit]") {
  // README begin
  const FixedPointScale scale = relu_scale(0.1, 0.1);
  const ActivationRange range = activation_range("relu", 0.1, 10, -128, 127);
  const thimble_relu_s8_params params{.count = 3,
                                      .in_zero_point = 10,
                                      .multiplier = scale.multiplier,
                                      .shift = scale.shift,
                                      .out_zero_point = 10,
                                      .out_min = range.low,
                                      .out_max = range.high};
  const std::int8_t input[] = {-5, 10, 42};
  std::int8_t output[3];
  thimble_relu_s8(&params, input, output);  // {10, 10, 42}
  // README end
  const std::int8_t expected[] = {10, 10, 42};
  CHECK(std::equal(std::begin(output), std::end(output), std::begin(expected)));
}

TEST_CASE("README of kernels: shows the example that is tested", "[kernels][unit]") {
  const std::string readme = without_spaces(data_path("../../core/kernels/README.md"));
  const std::string test = without_spaces(data_path("../core/kernels/readme_example_test.cpp"));
  const std::string begin = "//READMEbegin", end = "//READMEend";
  const std::string example = test.substr(test.find(begin) + begin.size(), test.find(end) - test.find(begin) - begin.size());
  CHECK(example.size() > 100);
  CHECK(readme.find("```cpp" + example + "```") != std::string::npos);
}

}  // namespace thimble::test
