#include "core/codegen/emitters/requantize_armv7em.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::int64_t kMaxSum = std::int64_t{1} << 30;  // twice the sum fits 32 bits
constexpr int kMaxShift = 22;                            // 129 * 2^22 + 2^30 fits as well

// Numbers of the fast forms for one channel; false: it has none.
bool fast_channel(ChannelRequant& out, std::int32_t multiplier, std::int32_t shift, std::int64_t bound, const RequantRange& range,
                  bool relu) {
  std::int32_t n = -shift;
  if (bound >= kMaxSum) return false;
  // A dead channel: no sum reaches half a step, the output is the zero point. (|h| <= |acc|, as the multiplier is below 2^31.)
  const bool dead = multiplier == 0 || (n >= 1 && bound < (std::int64_t{1} << (n - 1)));
  if (dead && n > kMaxShift) multiplier = 0;
  if (multiplier == 0) n = 1;
  if (n < (relu ? 0 : 1) || n > kMaxShift) return false;
  const std::int32_t half = n > 0 ? 1 << (n - 1) : 0;
  out = {.multiplier = multiplier, .offset = half + range.zero_point * (1 << n), .n = n};
  return true;
}

// To int16 and into the range; most ranges are all of it, or its upper half.
std::string wide_range_assembly(const RequantRange& range, const std::string& acc, const std::string& temp) {
  const bool from_zero = range.min == 0;
  std::string out =
      from_zero ? format("usat %s, #15, %s\n", acc.c_str(), acc.c_str()) : format("ssat %s, #16, %s\n", acc.c_str(), acc.c_str());
  const auto limit = [&](std::int32_t to, const char* condition) {
    out += format("movw %s, #%d\nsxth %s, %s\ncmp %s, %s\nit %s\nmov%s %s, %s\n", temp.c_str(), to & 0xffff, temp.c_str(), temp.c_str(),
                  acc.c_str(), temp.c_str(), condition, condition, acc.c_str(), temp.c_str());
  };
  if (range.min > INT16_MIN && !from_zero) limit(range.min, "lt");
  if (range.max < INT16_MAX) limit(range.max, "gt");
  return out;
}

std::string number_name(std::int32_t value) { return value < 0 ? format("m%d", -value) : format("%d", value); }

}  // namespace

std::string RequantPlan::key() const {
  constexpr const char* kForms[] = {"r", "relu", "once", "s16", "any"};
  std::string out = kForms[static_cast<std::size_t>(form)];
  if (form == RequantForm::any && wide) out += "_s16";
  if (uniform) out += "_u";
  if (clamps()) out += "_" + number_name(range.min) + "_" + number_name(range.max);
  return out;
}

RequantPlan plan_requant_armv7em(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                                 std::span<const std::int64_t> bounds, const RequantRange& range, Rounding rounding) {
  const bool relu = range.min >= range.zero_point && rounding == Rounding::twice;
  const RequantForm form = rounding == Rounding::once ? RequantForm::once : relu ? RequantForm::twice_relu : RequantForm::twice;
  RequantPlan plan{.form = form, .range = range, .channels = {}, .uniform = false};
  plan.channels.resize(multiplier.size());
  bool fast = true;
  for (std::size_t c = 0; c < multiplier.size() && fast; ++c) {
    fast = fast_channel(plan.channels[c], multiplier[c], shift[c], bounds[c], range, relu);
  }
  THIMBLE_CHECK(fast || rounding == Rounding::twice);
  if (!fast) {
    plan.form = RequantForm::any;
    for (std::size_t c = 0; c < multiplier.size(); ++c) plan.channels[c] = {.multiplier = multiplier[c], .offset = 0, .n = shift[c]};
  }
  plan.uniform = std::ranges::all_of(plan.channels, [&](const ChannelRequant& channel) {
    return channel.multiplier == plan.channels[0].multiplier && channel.n == plan.channels[0].n;
  });
  return plan;
}

std::optional<RequantPlan> plan_requant_s16_armv7em(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                                                    std::span<const std::int64_t> bounds, const RequantRange& range) {
  RequantPlan plan{.form = RequantForm::s16, .range = range, .channels = {}, .wide = true};
  for (std::size_t c = 0; c < multiplier.size(); ++c) {
    if (bounds[c] > INT32_MAX) return std::nullopt;
    // As thimble_requantize_s64: round(sum * reduced / 2^right).
    const std::int32_t reduced = multiplier[c] < 0x7FFF0000 ? (multiplier[c] + (1 << 15)) >> 16 : 0x7FFF;
    const std::int32_t right = 15 - shift[c], n = std::max(1, right - 32), left = 32 + n - right;
    if (left > 16 && reduced != 0) return std::nullopt;  // the shifted multiplier would leave 32 bits
    plan.channels.push_back({.multiplier = reduced == 0 ? 0 : reduced << left, .offset = 1 << (n - 1), .n = n});
  }
  plan.uniform = std::ranges::all_of(plan.channels, [&](const ChannelRequant& channel) {
    return channel.multiplier == plan.channels[0].multiplier && channel.n == plan.channels[0].n;
  });
  return plan;
}

FoldedSum sum_of_int16(std::span<const std::int8_t> weights, std::int64_t bias) {
  std::int64_t magnitude = 0;
  for (const std::int8_t weight : weights) magnitude += weight < 0 ? -weight : weight;
  return {.bias = bias, .bound = (bias < 0 ? -bias : bias) + magnitude * 32768};
}

FoldedSum fold_input_zero_point(std::span<const std::int8_t> weights, std::int32_t bias, std::int32_t in_zero_point) {
  std::int64_t folded = bias, high = 0, low = 0;
  for (const std::int8_t weight : weights) {
    folded -= std::int64_t{in_zero_point} * weight;
    high += weight > 0 ? 127 * weight : -128 * weight;
    low += weight > 0 ? -128 * weight : 127 * weight;
  }
  return {.bias = folded, .bound = std::max({high + folded, -(low + folded), folded < 0 ? -folded : folded})};
}

std::string requant_assembly(const RequantPlan& plan, const std::string& acc, const std::string& multiplier, const std::string& offset,
                             const std::string& n, const std::string& temp) {
  std::string out;
  if (plan.form == RequantForm::twice) {
    out += format("add %s, %s, %s, asr #31\n", temp.c_str(), offset.c_str(), acc.c_str());
    out += format("smmlar %s, %s, %s, %s\n", acc.c_str(), acc.c_str(), multiplier.c_str(), temp.c_str());
  } else {
    const char* multiply = plan.form == RequantForm::once || plan.form == RequantForm::s16 ? "smmla" : "smmlar";
    out += format("%s %s, %s, %s, %s\n", multiply, acc.c_str(), acc.c_str(), multiplier.c_str(), offset.c_str());
  }
  out += format("asr %s, %s, %s\n", acc.c_str(), acc.c_str(), n.c_str());
  if (plan.wide) return out + wide_range_assembly(plan.range, acc, temp);
  out += format("ssat %s, #8, %s\n", acc.c_str(), acc.c_str());
  if (plan.range.min > -128) out += format("cmp %s, #%d\nit lt\nmovlt %s, #%d\n", acc.c_str(), plan.range.min, acc.c_str(), plan.range.min);
  if (plan.range.max < 127) out += format("cmp %s, #%d\nit gt\nmovgt %s, #%d\n", acc.c_str(), plan.range.max, acc.c_str(), plan.range.max);
  return out;
}

std::string requant_expression(const RequantPlan& plan, const std::string& acc, const std::string& multiplier, const std::string& offset,
                               const std::string& n) {
  const std::string name = plan.form == RequantForm::twice  ? "thimble_requantize_twice"
                           : plan.form == RequantForm::once ? "thimble_requantize_once"
                           : plan.form == RequantForm::s16  ? "thimble_dsp_requantize_s16"
                                                            : "thimble_requantize_twice_relu";
  std::string out = name + "(" + acc + ", " + multiplier + ", " + offset + ", " + n + ")";
  if (plan.clamps()) out = format("thimble_limit(%s, %d, %d)", out.c_str(), plan.range.min, plan.range.max);
  return out;
}

}  // namespace thimble
