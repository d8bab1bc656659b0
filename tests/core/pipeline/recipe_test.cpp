#include "core/pipeline/recipe.h"

#include <catch2/catch_test_macros.hpp>

using namespace thimble;

namespace {

constexpr std::string_view kClips[] = {"min_max", "mse"};
constexpr OptionSpec kSpecs[] = {
    {.name = "clip", .help = "how", .type = OptionType::choice, .choices = kClips, .fallback = "mse"},
    {.name = "samples", .help = "how many", .type = OptionType::integer, .low = 1, .high = 1000, .fallback = "300"},
};
constexpr TechniqueDef kInt8{.title = "int8", .doc = "d", .paper = "p", .options = kSpecs};
constexpr TechniqueDef kFloat16{.title = "float16", .doc = "d", .paper = "p", .needs_data = false};
constexpr NamedTechnique kTechniques[] = {{"ptq_int8", &kInt8}, {"float16", &kFloat16}};

constexpr std::string_view kWhole = R"({
  "thimble": 1, "seed": 7,
  "data": {"preprocessing": [{"step": "scale", "divide": 255}], "calibration": 20, "tuning": 0, "evaluation": 100},
  "candidates": [{"technique": "ptq_int8", "options": {"clip": "min_max"}}, {"technique": "float16"}],
  "target": "stm32f411", "goal": "size",
  "limits": {"flash_bytes": 100000, "ram_bytes": 0, "size_bytes": 5, "latency_ms": 7.5, "accuracy_drop_points": 1, "min_accuracy": 0.9}
})";

std::string refusal(std::string_view json) {
  const Result<Recipe> recipe = parse_recipe(json, kTechniques);
  REQUIRE_FALSE(recipe.ok());
  return recipe.error().to_string();
}

}  // namespace

TEST_CASE("recipe: every field is read", "[pipeline][unit]") {
  const Result<Recipe> recipe = parse_recipe(kWhole, kTechniques);
  REQUIRE(recipe.ok());
  CHECK(recipe->seed == 7);
  CHECK(recipe->preprocessing == R"([{"step":"scale","divide":255,"offset":0}])");
  CHECK(recipe->calibration == 20);
  CHECK(recipe->tuning == 0);
  CHECK(recipe->evaluation == 100);
  REQUIRE(recipe->candidates.size() == 2);
  CHECK(recipe->candidates[0].options.choice("clip") == "min_max");
  CHECK(recipe->candidates[0].options.integer("samples") == 300);
  CHECK(recipe->target == "stm32f411");
  CHECK(recipe->goal == Goal::size);
  CHECK(recipe->limits.flash_bytes == 100000);
  CHECK(recipe->limits.ram_bytes == 0);
  CHECK(recipe->limits.latency_ms == 7.5);
  CHECK(recipe->limits.accuracy_drop_points == 1);
  CHECK(recipe->limits.min_accuracy == 0.9);
}

TEST_CASE("recipe: printed and parsed it is the same text again", "[pipeline][property]") {
  constexpr std::string_view guessed = R"({"thimble": 1, "data": {"preprocessing": [{"step": "scale", "divide": 255}], "guessed": true}})";
  for (const std::string_view text : {kWhole, guessed, std::string_view(R"({"thimble": 1})")}) {
    const Result<Recipe> recipe = parse_recipe(text, kTechniques);
    REQUIRE(recipe.ok());
    const std::string printed = recipe_json(*recipe);
    const Result<Recipe> again = parse_recipe(printed, kTechniques);
    INFO((again.ok() ? std::string() : again.error().to_string()));
    REQUIRE(again.ok());
    CHECK(recipe_json(*again) == printed);
    CHECK(again->guessed == (text == guessed));
  }
}

TEST_CASE("recipe: nothing is passed over; the nearest name is offered, and the place named", "[pipeline][unit]") {
  CHECK(refusal(R"({"thimble": 1, "sed": 3})").find("did you mean `seed`") != std::string::npos);
  CHECK(refusal(R"({"thimble": 1, "limits": {"flash": 3}})").find("limits: no field `flash`") != std::string::npos);
  CHECK(refusal(R"({"thimble": 1, "candidates": [{"technique": "ptq_int9"}]})")
            .find("candidates[0]: no technique `ptq_int9`; did you mean `ptq_int8`") != std::string::npos);
  CHECK(refusal(R"({"thimble": 1, "candidates": [{"technique": "ptq_int8", "options": {"clip": "mze"}}]})")
            .find("candidates[0] > ptq_int8 > options") != std::string::npos);
}

TEST_CASE("recipe: wrong kinds and values are refused, saying what was expected", "[pipeline][unit]") {
  for (const std::string_view json :
       {"", "[]", "{}", R"({"thimble": 2})", R"({"thimble": 1, "seed": -1})", R"({"thimble": 1, "seed": "x"})",
        R"({"thimble": 1, "data": 3})", R"({"thimble": 1, "data": {"calibration": 0}})",
        R"({"thimble": 1, "data": {"preprocessing": "resize"}})", R"({"thimble": 1, "data": {"preprocessing": [{"step": "scal"}]}})",
        R"({"thimble": 1, "candidates": {}})", R"({"thimble": 1, "candidates": [3]})", R"({"thimble": 1, "candidates": [{}]})",
        R"({"thimble": 1, "goal": "speed"})", R"({"thimble": 1, "target": 4})", R"({"thimble": 1, "limits": []})",
        R"({"thimble": 1, "limits": {"min_accuracy": 90}})", R"({"thimble": 1, "limits": {"latency_ms": -1}})",
        R"({"thimble": 1, "limits": {"flash_bytes": 1e300}})"}) {
    CAPTURE(json);
    CHECK_FALSE(refusal(json).empty());
  }
}

TEST_CASE("recipe: what is no recipe at all is said so", "[pipeline][unit]") {
  CHECK(refusal("") == "not JSON: it is empty");
  CHECK(refusal("[]").starts_with("found array where a recipe is expected, an object"));
}

TEST_CASE("recipe: without candidates every technique is asked for, with its fallbacks", "[pipeline][unit]") {
  const auto candidates = default_candidates(kTechniques);
  REQUIRE(candidates.size() == 2);
  CHECK(candidates[0].technique == "ptq_int8");
  CHECK(candidates[0].options.choice("clip") == "mse");
}
