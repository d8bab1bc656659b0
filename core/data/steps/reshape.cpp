#include <array>

#include "core/base/checked.h"
#include "core/base/text.h"
#include "core/data/step_def.h"

namespace thimble {
namespace {

constexpr std::array<std::string_view, 1> kFields{"shape"};
constexpr std::size_t kMaxRank = 8;

Result<PreprocessingStep> parse(JsonValue object) {
  const JsonValue list = object["shape"];
  if (!list.is_array() || list.size() == 0 || list.size() > kMaxRank) {
    return bad_data(cat("'shape' is ", list.kind(), ", expected a list of 1 to ", kMaxRank, " sizes"));
  }
  ReshapeStep step;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto size = list[i].integer();
    if (!size || *size < 1) return bad_data(cat("size ", i + 1, " of 'shape' is ", printable(list[i].to_json()), ", expected at least 1"));
    step.shape.push_back(*size);
  }
  return PreprocessingStep(std::move(step));
}

void write(const PreprocessingStep& any, JsonWriter& out) {
  out.key("shape").begin_array();
  for (const std::int64_t size : std::get_if<ReshapeStep>(&any)->shape) out.value(size);
  out.end_array();
}

std::string describe(const PreprocessingStep& any) { return cat("As ", shape_text(std::get_if<ReshapeStep>(&any)->shape), "."); }

Result<void> apply(const PreprocessingStep& any, RawSample& sample) {
  const ReshapeStep& step = *std::get_if<ReshapeStep>(&any);
  std::optional<std::int64_t> count = 1;
  for (const std::int64_t size : step.shape) count = count ? checked_mul(*count, size) : count;
  if (count != std::ssize(sample.values)) {
    return bad_data(cat(sample.values.size(), " numbers of shape ", shape_text(sample.shape), " do not fill ", shape_text(step.shape)));
  }
  sample.shape = step.shape;
  return {};
}

}  // namespace

const StepDef step_reshape{
    .doc = "the same numbers in another shape", .fields = kFields, .parse = parse, .write = write, .describe = describe, .apply = apply};

}  // namespace thimble
