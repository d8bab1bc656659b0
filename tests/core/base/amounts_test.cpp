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

}  // namespace
}  // namespace thimble
