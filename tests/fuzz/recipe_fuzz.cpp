// Any bytes as a recipe: an error with a message, or a recipe whose JSON gives the same recipe again.
//   Techniques are the fuzzer's own, with an option of every type, so that the corpus does not age with the real ones.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/pipeline/recipe.h"

namespace {
constexpr std::string_view kClips[] = {"min_max", "mse"};
constexpr thimble::OptionSpec kSpecs[] = {
    {.name = "clip", .help = "how", .type = thimble::OptionType::choice, .choices = kClips, .fallback = "mse"},
    {.name = "samples", .help = "how many", .type = thimble::OptionType::integer, .low = 1, .high = 1000, .fallback = "300"},
    {.name = "percentile", .help = "how much", .type = thimble::OptionType::real, .low = 50, .high = 100, .fallback = "99.9"},
    {.name = "equalize", .help = "whether", .type = thimble::OptionType::flag, .fallback = "true"},
};
constexpr thimble::TechniqueDef kInt8{.title = "int8", .doc = "d", .paper = "p", .options = kSpecs};
constexpr thimble::NamedTechnique kTechniques[] = {{"ptq_int8", &kInt8}};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace thimble;
  const Result<Recipe> recipe = parse_recipe(std::string_view(reinterpret_cast<const char*>(data), size), kTechniques);
  if (!recipe.ok()) {
    THIMBLE_CHECK(!recipe.error().message().empty());
    return 0;
  }
  const std::string text = recipe_json(*recipe);
  const Result<Recipe> again = parse_recipe(text, kTechniques);
  THIMBLE_CHECK(again.ok());
  THIMBLE_CHECK(recipe_json(*again) == text);
  return 0;
}
