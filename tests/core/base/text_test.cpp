#include "core/base/text.h"

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "core/base/rng.h"

namespace thimble::test {

TEST_CASE("text: numbers print as the shortest text that reads back the same", "[base][unit]") {
  CHECK(number_text(0.1f) == "0.1");
  CHECK(number_text(0.1) == "0.1");
  CHECK(number_text(-0.0) == "-0");
  CHECK(number_text(16777216.0f) == "16777216");
  CHECK(number_text(std::numeric_limits<float>::infinity()) == "inf");
  CHECK(number_text(-std::numeric_limits<double>::infinity()) == "-inf");
  CHECK(number_text(std::nan("")) == "nan");
  Rng rng(3);
  for (int round = 0; round < 2000; ++round) {
    double number = 0;
    const std::uint64_t bits = rng.next();
    std::memcpy(&number, &bits, sizeof number);
    if (std::isnan(number)) continue;
    REQUIRE(parse_double(number_text(number)) == number);
    const auto single = static_cast<float>(number);
    if (std::isfinite(single)) REQUIRE(static_cast<float>(*parse_double(number_text(single))) == single);
  }
}

TEST_CASE("text: a number is read from the whole text or not at all", "[base][unit]") {
  CHECK(parse_int("-9223372036854775808") == INT64_MIN);
  for (const char* text : {"", "1 ", " 1", "1x", "+1", "9223372036854775808", "0x10", "1.0"}) CHECK(!parse_int(text));
  CHECK(parse_double("1e3") == 1000.0);
  for (const char* text : {"", " 1", "1 ", "0x10", "1e", "1,5", "infinity and more"}) CHECK(!parse_double(text));
  CHECK(!parse_double(std::string(64, '1')));
}

TEST_CASE("text: splitting and joining are each other's inverse", "[base][unit]") {
  const auto parts = split("a,,b,", ',');
  CHECK(parts == std::vector<std::string_view>{"a", "", "b", ""});
  CHECK(join({"a", "", "b", ""}, ",") == "a,,b,");
  CHECK(split("", ',').size() == 1);
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim("  ").empty());
}

TEST_CASE("text: sizes and counts have three significant digits and a unit", "[base][unit]") {
  CHECK(bytes_text(0) == "0 B");
  CHECK(bytes_text(1023) == "1023 B");
  CHECK(bytes_text(1024) == "1.00 KiB");
  CHECK(bytes_text(16000) == "15.6 KiB");
  CHECK(bytes_text(300 * 1024) == "300 KiB");
  CHECK(bytes_text(5 * 1024 * 1024) == "5.00 MiB");
  CHECK(count_text(999) == "999");
  CHECK(count_text(12500000) == "12.5 M");
  CHECK(count_text(840000) == "840 k");
  CHECK(count_text(7000000000) == "7.00 G");
  CHECK(milliseconds_text(0.1234) == "0.123 ms");
  CHECK(milliseconds_text(9.668) == "9.67 ms");
  CHECK(milliseconds_text(46.46) == "46.5 ms");
  CHECK(milliseconds_text(133.7) == "134 ms");
  CHECK(milliseconds_text(12345.6) == "12346 ms");
  CHECK(shape_text({}) == "[]");
  CHECK(shape_text({1, 49, 10}) == "[1, 49, 10]");
}

TEST_CASE("text: the nearest name is a near one or none", "[base][unit]") {
  const std::vector<std::string> names{"conv2d", "relu", "softmax"};
  CHECK(nearest_name("conv2", names) == "conv2d");
  CHECK(nearest_name("sotfmax", names) == "softmax");
  CHECK(nearest_name("transpose_conv", names).empty());
  CHECK(nearest_name("", names).empty());
}

TEST_CASE("text: any text becomes a C identifier", "[base][unit]") {
  CHECK(c_identifier("KWS model-v2.1") == "kws_model_v2_1");
  CHECK(c_identifier("2net") == "m2net");
  CHECK(c_identifier("--") == "model");
  CHECK(c_identifier("") == "model");
  CHECK(c_identifier("\"; int x; //") == "int_x");
}

TEST_CASE("text: what is shown has no control bytes and an end", "[base][unit]") {
  CHECK(printable("a\x1b[31m\n\xff") == "a?[31m??");
  CHECK(printable(std::string(100, 'x'), 10) == "xxxxxxxxxx...");
  CHECK(format("%s %d %.2f", "a", 7, 0.5) == "a 7 0.50");
  CHECK(format("%s", std::string(5000, 'y').c_str()).size() == 5000);
}

}  // namespace thimble::test
