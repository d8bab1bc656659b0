#include "core/base/option_spec.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

namespace {

constexpr std::string_view kClips[] = {"min_max", "percentile", "mse"};
constexpr OptionSpec kSpecs[] = {
    {.name = "clip", .help = "how ranges are chosen", .type = OptionType::choice, .choices = kClips, .fallback = "mse"},
    {.name = "percentile", .help = "of values kept", .type = OptionType::real, .low = 50, .high = 100, .fallback = "99.9"},
    {.name = "samples", .help = "how many", .type = OptionType::integer, .low = 1, .high = 1000, .fallback = "300"},
    {.name = "equalize", .help = "cross-layer equalization", .type = OptionType::flag, .fallback = "true"},
    {.name = "free", .help = "any number", .type = OptionType::real, .fallback = "-1"},
};

Result<Options> parsed(std::string_view json) {
  const Result<Json> document = Json::parse(json);
  REQUIRE(document.ok());
  return Options::parse(kSpecs, document->root());
}

}  // namespace

TEST_CASE("option_spec: what is not given has its fallback", "[base][unit]") {
  const Result<Options> options = Options::parse(kSpecs, JsonValue());
  REQUIRE(options.ok());
  CHECK(options->choice("clip") == "mse");
  CHECK(options->real("percentile") == 99.9);
  CHECK(options->integer("samples") == 300);
  CHECK(options->flag("equalize"));
}

TEST_CASE("option_spec: what is given counts, and its JSON gives the same options again", "[base][unit]") {
  const Result<Options> options = parsed(R"({"clip": "min_max", "percentile": 60, "samples": 7.0, "equalize": false, "free": 1e300})");
  REQUIRE(options.ok());
  CHECK(options->choice("clip") == "min_max");
  CHECK(options->real("percentile") == 60);
  CHECK(options->integer("samples") == 7);
  CHECK_FALSE(options->flag("equalize"));
  const Result<Options> again = parsed(options->to_json());
  REQUIRE(again.ok());
  CHECK(*again == *options);
}

TEST_CASE("option_spec: unknown names and choices are answered with the nearest", "[base][unit]") {
  const Result<Options> name = parsed(R"({"percntile": 99})");
  REQUIRE_FALSE(name.ok());
  CHECK(name.error().message().find("did you mean `percentile`") != std::string::npos);
  CHECK(name.error().hint().find("samples") != std::string::npos);
  const Result<Options> choice = parsed(R"({"clip": "minmax"})");
  REQUIRE_FALSE(choice.ok());
  CHECK(choice.error().message().find("min_max, percentile, mse") != std::string::npos);
  CHECK(choice.error().hint().find("`min_max`") != std::string::npos);
}

TEST_CASE("option_spec: wrong types and values out of range are refused, saying what is taken", "[base][unit]") {
  for (const std::string_view json :
       {R"({"percentile": 49})", R"({"percentile": "99"})", R"({"samples": 0})", R"({"samples": 1.5})", R"({"samples": 1e30})",
        R"({"equalize": 1})", R"({"clip": 3})", R"({"clip": null})", R"([])", R"("x")", R"({"free": true})"}) {
    CAPTURE(json);
    const Result<Options> options = parsed(json);
    REQUIRE_FALSE(options.ok());
    CHECK(options.error().code() == ErrorCode::bad_data);
    CHECK(options.error().message().find("expected") != std::string::npos);
  }
  CHECK(parsed(R"({"samples": 0})").error().message().find("a whole number from 1 to 1000") != std::string::npos);
}

TEST_CASE("option_spec: options are read as name and value", "[base][unit]") {
  CHECK(option_words(R"({"clip":"mse","equalize":true,"percentile":99.9,"samples":300})") ==
        std::vector<std::string>{"clip mse", "equalize true", "percentile 99.9", "samples 300"});
  CHECK(option_words("{}").empty());
  CHECK(option_words("").empty());
  CHECK(option_words("[1]").empty());
  CHECK(option_words("no JSON").empty());
}

TEST_CASE("option_spec: words as typed set the same values", "[base][unit]") {
  Options options = Options::parse(kSpecs, JsonValue()).value();
  REQUIRE(options.set(kSpecs, "percentile", "75.5").ok());
  REQUIRE(options.set(kSpecs, "equalize", "off").ok());
  REQUIRE(options.set(kSpecs, "clip", "percentile").ok());
  CHECK(options.real("percentile") == 75.5);
  CHECK_FALSE(options.flag("equalize"));
  CHECK(options.choice("clip") == "percentile");
  CHECK_FALSE(options.set(kSpecs, "percentile", "nan").ok());
  CHECK_FALSE(options.set(kSpecs, "samples", "12x").ok());
  CHECK_FALSE(options.set(kSpecs, "sampels", "12").ok());
  CHECK(options.integer("samples") == 300);
}
