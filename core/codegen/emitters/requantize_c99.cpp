#include "core/codegen/emitters/requantize_c99.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"

namespace thimble {
namespace {

// With n <= 20 the rounding term stays under 2^30 and its sum with h inside 32 bits.
constexpr int kMaxRightShift = 20;
constexpr std::int64_t kMaxSum = std::int64_t{1} << 29;

bool one_word_is_enough(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                        std::span<const std::int64_t> bounds) {
  for (std::size_t c = 0; c < multiplier.size(); ++c) {
    if (multiplier[c] != 0 && (shift[c] > -1 || shift[c] < -kMaxRightShift)) return false;
  }
  return std::ranges::all_of(bounds, [](std::int64_t bound) { return bound < kMaxSum; });
}

// The zero point and half a step more, in half steps.
std::string half_steps(std::int32_t zero_point) { return zero_point == 0 ? "1" : format("(2 * %d + 1)", zero_point); }

void write_clamp(CodeWriter& c, const OutputRange& range) {
  c.line("if (value < %d) value = %d;", range.min, range.min);
  c.line("if (value > %d) value = %d;", range.max, range.max);
  c.line("return (int8_t)value;");
}

std::string exact_text(const std::string& name, const OutputRange& range) {
  CodeWriter c;
  c.comment("acc * multiplier * 2^shift / 2^31, rounded twice, plus the zero point, clamped, for any accumulator.");
  c.line("static inline int8_t %s(int32_t acc, int32_t multiplier, int32_t shift) {", name.c_str());
  c.line("const int32_t left = shift > 0 ? shift : 0;");
  c.line("const int32_t right = shift > 0 ? 0 : -shift;");
  c.line("const int64_t scaled = (int32_t)((uint32_t)acc << left);");
  c.line("const int32_t high = (int32_t)((scaled * multiplier + (INT64_C(1) << 30)) >> 31);");
  c.line("const int64_t half = right > 0 ? (INT64_C(1) << (right - 1)) - (high < 0) : 0;");
  c.line("int32_t value = (int32_t)((high + half) >> right)%s;", plus(range.zero_point).c_str());
  write_clamp(c, range);
  c.line("}");
  return c.take();
}

std::string short_text(const std::string& name, const OutputRange& range, bool clamps_negative, HighMultiply how) {
  CodeWriter c;
  c.comment(clamps_negative
                ? "acc * multiplier / 2^(30 + shift), rounded twice, plus the zero point, clamped. As |acc| < 2^29, the high word "
                  "of the product with acc * 4 is enough; results under the zero point are clamped: no sign correction."
                : "acc * multiplier / 2^(30 + shift), rounded twice, ties away from zero, plus the zero point, clamped. As "
                  "|acc| < 2^29, the high word of the product with acc * 4 is enough.");
  c.line("static inline int8_t %s(int32_t acc, int32_t multiplier, int32_t shift) {", name.c_str());
  c.line("const int32_t high = %s;", high_word(how, "(acc * 4)", "multiplier").c_str());
  c.line("const int32_t rounding = (int32_t)((uint32_t)%s << (shift - 1)) + 1; /* half a step, and the zero point */",
         half_steps(range.zero_point).c_str());
  c.line("int32_t value = (high%s + rounding) >> shift;", clamps_negative ? "" : " + (high >> 31) * 2");
  write_clamp(c, range);
  c.line("}");
  return c.take();
}

}  // namespace

std::string signed_name(std::int32_t value) { return value < 0 ? format("m%d", -value) : format("%d", value); }

EmittedHelper high_multiply_helper() {
  CodeWriter c;
  c.comment("The upper 32 bits of a * b, b not negative, from four products of halves: no step leaves 32 bits.");
  c.line("static inline int32_t multiply_high(int32_t a, int32_t b) {");
  c.line("const int32_t a_high = a >> 16, b_high = b >> 16;");
  c.line("const uint32_t a_low = (uint32_t)a & 0xffffu, b_low = (uint32_t)b & 0xffffu;");
  c.line("const int32_t middle = a_high * (int32_t)b_low + (int32_t)((a_low * b_low) >> 16);");
  c.line("const int32_t lower = (int32_t)a_low * b_high + (middle & 0xffff);");
  c.line("return a_high * b_high + (middle >> 16) + (lower >> 16);");
  c.line("}");
  return {"multiply_high", c.take()};
}

std::string high_word(HighMultiply how, const std::string& a, const std::string& b) {
  if (how == HighMultiply::halves) {
    const bool bracketed = a.starts_with('(') && a.find(')') + 1 == a.size();
    return "multiply_high(" + (bracketed ? a.substr(1, a.size() - 2) : a) + ", " + b + ")";
  }
  return "(int32_t)(((int64_t)" + a + " * " + b + ") >> 32)";
}

FoldedBias fold_zero_point(std::span<const std::int8_t> weights, std::int32_t bias, std::int32_t zero_point) {
  std::int64_t sum = 0;
  std::int64_t magnitude = 0;
  for (const std::int8_t w : weights) {
    sum += w;
    magnitude += w < 0 ? -w : w;
  }
  const std::int64_t folded = bias - sum * zero_point;
  return {static_cast<std::int32_t>(folded), (folded < 0 ? -folded : folded) + 128 * magnitude};
}

RequantizePlan plan_requantize(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                               std::span<const std::int64_t> bounds, const OutputRange& range, HighMultiply high_multiply) {
  RequantizePlan plan;
  plan.exact = !one_word_is_enough(multiplier, shift, bounds);
  const bool clamps_negative = range.min >= range.zero_point;
  // A multiplier of zero gives the zero point for every shift; 2 keeps it inside the short form.
  for (std::size_t i = 0; i < shift.size(); ++i) plan.shift.push_back(plan.exact ? shift[i] : multiplier[i] == 0 ? 2 : 1 - shift[i]);
  const bool halves = !plan.exact && high_multiply == HighMultiply::halves;
  plan.function = format("requantize%s_%s_%s_%s",
                         plan.exact ? "_any"
                         : halves   ? "_halves"
                                    : "",
                         signed_name(range.zero_point).c_str(), signed_name(range.min).c_str(), signed_name(range.max).c_str());
  plan.helper = {plan.function,
                 plan.exact ? exact_text(plan.function, range) : short_text(plan.function, range, clamps_negative, high_multiply),
                 {"requantize"}};
  if (halves) plan.needs = {high_multiply_helper()};
  return plan;
}

}  // namespace thimble
