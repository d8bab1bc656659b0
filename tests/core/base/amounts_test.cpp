#include "core/base/amounts.h"

#include <catch2/catch_test_macros.hpp>

namespace thimble {
namespace {

TEST_CASE("amounts: K is 1000 bytes and KiB 1024, in any case of letters, with or without a space", "[base][unit]") {
  CHECK(parse_bytes("100K") == 100000);
  CHECK(parse_bytes(" 100 kB ") == 100000);
  CHECK(parse_bytes("64KiB") == 65536);
  CHECK(parse_bytes("64 kib") == 65536);
  CHECK(parse_bytes("1.5m") == 1500000);
  CHECK(parse_bytes("1Mi") == 1048576);
  CHECK(parse_bytes("65536") == 65536);
}

TEST_CASE("amounts: what is no amount of bytes is none", "[base][unit]") {
  for (const char* text : {"", "K", "lots", "100Q", "-1K", "1e3", "1 0K", "99999999999999M"}) {
    INFO(text);
    CHECK_FALSE(parse_bytes(text).has_value());
  }
}

TEST_CASE("amounts: what is written is what was typed, and is read back to the byte", "[base][property]") {
  for (const char* text : {"100K", "64KiB", "1M", "2MiB", "1500 B", "0 B", "1025KiB", "1001K"})
    CHECK(typed_bytes(*parse_bytes(text)) == text);
  for (std::int64_t bytes = 0; bytes < 3'000'000; bytes += bytes / 7 + 1) CHECK(parse_bytes(typed_bytes(bytes)) == bytes);
}

TEST_CASE("amounts: a limit is told as it was typed, beside the unit of the figures", "[base][unit]") {
  CHECK(limit_text(100'000) == "100K (97.7 KiB)");
  CHECK(limit_text(1'000'000) == "1M (977 KiB)");
  CHECK(limit_text(1000) == "1K (1000 B)");
  CHECK(limit_text(65'536) == "64KiB");
  CHECK(limit_text(1500) == "1500 B (1.46 KiB)");
  CHECK(limit_text(512) == "512 B");
}

}  // namespace
}  // namespace thimble
