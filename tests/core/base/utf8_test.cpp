#include "core/base/utf8.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

TEST_CASE("utf8_length: characters of one to four bytes, with anything behind them", "[base][unit]") {
  CHECK(utf8_length("a\xff") == 1);
  CHECK(utf8_length("\xc3\xbcx") == 2);
  CHECK(utf8_length("\xe2\x82\xac") == 3);
  CHECK(utf8_length("\xf0\x9f\x98\x80") == 4);
  CHECK(utf8_length("\xf4\x8f\xbf\xbf") == 4);
}

TEST_CASE("utf8_length: what a strict reader refuses has none", "[base][unit]") {
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe2\x82", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                           "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff"}) {
    CAPTURE(text);
    CHECK(utf8_length(text) == 0);
  }
}
