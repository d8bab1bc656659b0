#include "core/base/json.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>
#include <string>

#include "core/base/json_writer.h"

using namespace thimble;

TEST_CASE("json_writer: commas, quotes and unprintable bytes are its care", "[base][unit]") {
  JsonWriter out;
  out.begin_object().field("a", 1).field("b", "x\"\\\n\x01").key("c").begin_array().value(true).null().value(0.5).end_array();
  out.key("empty").begin_object().end_object().end_object();
  CHECK(out.text() == R"({"a":1,"b":"x\"\\\n\u0001","c":[true,null,0.5],"empty":{}})");
}

TEST_CASE("json_writer: with an indent every item has a line", "[base][unit]") {
  JsonWriter out(2);
  out.begin_object().field("a", 1).key("b").begin_array().value(2).end_array().key("c").begin_array().end_array().end_object();
  CHECK(out.text() == "{\n  \"a\": 1,\n  \"b\": [\n    2\n  ],\n  \"c\": []\n}");
}

TEST_CASE("json_writer: what is no UTF-8 becomes U+FFFD, what is stays", "[base][unit]") {
  JsonWriter out;
  out.begin_array()
      .value("gr\xc3\xbc\xc3\x9f")
      .value(
          "a\xff"
          "b")
      .value("\xc0\x80")
      .value("\xed\xa0\x80")
      .end_array();
  CHECK(out.text() ==
        "[\"gr\xc3\xbc\xc3\x9f\",\"a\xef\xbf\xbd"
        "b\",\"\xef\xbf\xbd\xef\xbf\xbd\",\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"]");
  CHECK(Json::parse(out.text()).ok());
}

TEST_CASE("json_writer: numbers that JSON cannot say become null", "[base][unit]") {
  JsonWriter out;
  out.begin_array()
      .value(std::numeric_limits<double>::infinity())
      .value(std::numeric_limits<double>::quiet_NaN())
      .value(INT64_MIN)
      .end_array();
  CHECK(out.text() == "[null,null,-9223372036854775808]");
}

TEST_CASE("json: an absent or other value answers nothing", "[base][unit]") {
  const auto json = Json::parse(R"({"n": 3.0, "half": 0.5, "s": "x", "list": [1, 2], "yes": true, "big": 18446744073709551615})");
  REQUIRE(json.ok());
  const JsonValue root = json->root();
  CHECK(root["n"].integer() == 3);
  CHECK_FALSE(root["half"].integer().has_value());
  CHECK(root["half"].number() == 0.5);
  CHECK(root["s"].text() == "x");
  CHECK(root["s"].text_or("y") == "x");
  CHECK(root["n"].text_or("y") == "y");
  CHECK(root["no"].text_or().empty());
  CHECK(root["list"].at(1).integer() == 2);
  CHECK(root["list"].size() == 2);
  CHECK(root["yes"].flag() == true);
  CHECK_FALSE(root["big"].integer().has_value());
  CHECK_FALSE(root["no"]["such"].at(7)["thing"].present());
  CHECK(root["no"].kind() == "nothing");
  CHECK(root["list"].to_json() == "[1,2]");
}

TEST_CASE("json: broken and too deep text is refused with its place", "[base][unit]") {
  const auto broken = Json::parse("{\"a\": }");
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error().message().find("byte 6") != std::string::npos);
  CHECK_FALSE(Json::parse("").ok());
  CHECK(Json::parse(std::string(64, '[') + std::string(64, ']')).ok());
  CHECK_FALSE(Json::parse(std::string(65, '[') + std::string(65, ']')).ok());
  CHECK(Json::parse("\"" + std::string(100, '[') + "\"").ok());
}
