// Requantization as the Cortex-M emitters write it: the choice of a form that is proven for a layer, and its numbers.
//   `twice`, `twice_relu`: see snippets/dsp_s8.h (double the sum, SMMLAR, shift, SSAT); `once`: the same with SMMLA, for dense
//   layers (one_rounding.h); `s16`: one rounding of a 16-bit multiplier, for int16 outputs; `any`: the reference's own steps, in C.
//   The choice is made per layer from the largest sum that its weights and biases can reach for any input.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace thimble {

enum class RequantForm : std::uint8_t { twice, twice_relu, once, s16, any };

enum class Rounding : std::uint8_t { twice, once };

struct RequantRange {
  std::int32_t zero_point, min, max;
};

struct ChannelRequant {
  std::int32_t multiplier = 0;
  std::int32_t offset = 0;  // 2^(n-1) + zero_point * 2^n; unused by `any`
  std::int32_t n = 0;       // right shift; for `any` the kernel's own shift (left > 0)
};

struct RequantPlan {
  RequantForm form = RequantForm::any;
  RequantRange range{};
  std::vector<ChannelRequant> channels;
  bool uniform = false;  // all channels alike
  bool wide = false;     // the outputs are int16

  bool fast() const { return form != RequantForm::any; }
  bool doubled() const { return fast() && form != RequantForm::s16; }  // it takes twice the sum
  bool clamps() const { return range.min > (wide ? INT16_MIN : INT8_MIN) || range.max < (wide ? INT16_MAX : INT8_MAX); }
  const char* header() const { return wide ? "dsp_s16.h" : "dsp_s8.h"; }
  std::string key() const;  // part of a helper's name: what the emitted text depends on
};

// `bounds`: per channel the largest |sum|, bias included. Rounding::once: multiplier and shift are proven (one_rounding.h).
RequantPlan plan_requant_armv7em(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                                 std::span<const std::int64_t> bounds, const RequantRange& range, Rounding rounding = Rounding::twice);

// The same for int16 outputs as of conv2d_s16. Nothing: a sum may leave 32 bits, or a scale is 1/4 or more.
std::optional<RequantPlan> plan_requant_s16_armv7em(std::span<const std::int32_t> multiplier, std::span<const std::int8_t> shift,
                                                    std::span<const std::int64_t> bounds, const RequantRange& range);

// The sum with the input's zero point moved into the bias, and its reach: sum = bias + sum of x * w, x any int8.
struct FoldedSum {
  std::int64_t bias;
  std::int64_t bound;  // largest |sum|
};
FoldedSum fold_input_zero_point(std::span<const std::int8_t> weights, std::int32_t bias, std::int32_t in_zero_point);
FoldedSum sum_of_int16(std::span<const std::int8_t> weights, std::int64_t bias);  // x any int16, no zero point

// Assembly that turns register `acc` (the sum, or twice the sum where the plan is doubled()) into the output, using `multiplier`, `offset`,
// `n`, and `temp`. Lines end with '\n' and are to be quoted by the caller.
std::string requant_assembly(const RequantPlan& plan, const std::string& acc, const std::string& multiplier, const std::string& offset,
                             const std::string& n, const std::string& temp);

// The same as a C expression on `acc`, `multiplier`, `offset`, `n`.
std::string requant_expression(const RequantPlan& plan, const std::string& acc, const std::string& multiplier, const std::string& offset,
                               const std::string& n);

}  // namespace thimble
