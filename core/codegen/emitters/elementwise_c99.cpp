#include "core/codegen/emitters/elementwise_c99.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/requantize_c99.h"

extern "C" {
#include "core/kernels/device/add_s8.h"
#include "core/kernels/device/mul_s8.h"
#include "core/kernels/device/requantize.h"
#include "core/kernels/device/sub_s8.h"
}

namespace thimble {
namespace {

// Both inputs are read in the order of the output: nothing is repeated or permuted.
template <class Params>
bool dense(const Params& p) {
  const std::int64_t sizes[] = {p.size_0, p.size_1, p.size_2, p.size_3};
  const std::int64_t a[] = {p.a_stride_0, p.a_stride_1, p.a_stride_2, p.a_stride_3};
  const std::int64_t b[] = {p.b_stride_0, p.b_stride_1, p.b_stride_2, p.b_stride_3};
  std::int64_t stride = 1;
  for (int i = 3; i >= 0; --i) {
    if (sizes[i] > 1 && (a[i] != stride || b[i] != stride)) return false;
    stride *= sizes[i];
  }
  return stride > 0;
}

template <class Params>
int element_count(const Params& p) {
  return p.size_0 * p.size_1 * p.size_2 * p.size_3;
}

// out = clamp((a * factor_a + b * factor_b + offset) >> shift), or, where `symmetric`, with ties away from zero:
// out = clamp(((t + (t < 0 ? -1 : 0) + 2^(shift-1)) >> shift) + zero_point), t = a * factor_a + b * factor_b + offset.
struct SumForm {
  std::int32_t factor_a, factor_b, offset;
  int shift;
  bool symmetric;
};

class SumSearch {
 public:
  SumSearch(const thimble_add_s8_params& p, int sign_b) : p_(p) {
    for (int a = -128; a < 128; ++a) a_[a + 128] = scaled(a - p.a_zero_point, p.a_multiplier, p.a_shift);
    for (int b = -128; b < 128; ++b) b_[b + 128] = sign_b * scaled(b - p.b_zero_point, p.b_multiplier, p.b_shift);
    const double out = std::ldexp(static_cast<double>(p.out_multiplier), p.out_shift - 31);
    ratio_a_ = std::ldexp(static_cast<double>(p.a_multiplier), p.a_shift + p.left_shift - 31) * out;
    ratio_b_ = sign_b * std::ldexp(static_cast<double>(p.b_multiplier), p.b_shift + p.left_shift - 31) * out;
  }

  std::optional<SumForm> find() const {
    // The greatest shift for which no sum leaves 32 bits: |t| + the zero point and the rounding.
    const double reach = 255 * (std::abs(ratio_a_) + std::abs(ratio_b_)) + 130;
    const int shift = std::min(24, static_cast<int>(std::floor(30.99 - std::log2(reach))));
    if (shift < 8) return std::nullopt;
    const auto factor_a = static_cast<std::int32_t>(std::lround(std::ldexp(ratio_a_, shift)));
    const auto factor_b = static_cast<std::int32_t>(std::lround(std::ldexp(ratio_b_, shift)));
    for (std::int32_t distance = 0; distance <= 8; ++distance) {
      for (std::int32_t i = -distance; i <= distance; ++i) {
        for (std::int32_t j = -distance; j <= distance; ++j) {
          if (std::max(std::abs(i), std::abs(j)) != distance) continue;
          if (const auto offset = plain_offset(factor_a + i, factor_b + j, shift))
            return SumForm{factor_a + i, factor_b + j, *offset, shift, false};
        }
      }
    }
    for (std::int32_t i = -1; i <= 1; ++i) {
      for (std::int32_t j = -1; j <= 1; ++j) {
        const SumForm form{factor_a + i, factor_b + j, -p_.a_zero_point * (factor_a + i) - p_.b_zero_point * (factor_b + j), shift, true};
        if (symmetric_holds(form)) return form;
      }
    }
    return std::nullopt;
  }

 private:
  std::int32_t scaled(std::int32_t value, std::int32_t multiplier, std::int32_t shift) const {
    return thimble_requantize(value * (1 << p_.left_shift), multiplier, shift);
  }
  std::int32_t expected(int a, int b) const {
    const std::int32_t sum = thimble_requantize(a_[a + 128] + b_[b + 128], p_.out_multiplier, p_.out_shift) + p_.out_zero_point;
    return thimble_clamp(sum, p_.out_min, p_.out_max);
  }

  // The offsets that give every case its output form an interval; nothing where it is empty.
  std::optional<std::int32_t> plain_offset(std::int64_t factor_a, std::int64_t factor_b, int shift) const {
    std::int64_t low = INT32_MIN, high = INT32_MAX;
    for (int step = 0; step < 256 && low <= high; ++step) {
      const int a = (step * 101 & 255) - 128;  // far apart, so that a wrong pair of factors is found out early
      for (int b = -128; b < 128; ++b) {
        const std::int64_t out = expected(a, b);
        const std::int64_t product = a * factor_a + b * factor_b;
        if (out > p_.out_min) low = std::max(low, (out << shift) - product);
        if (out < p_.out_max) high = std::min(high, ((out + 1) << shift) - 1 - product);
      }
    }
    if (low > high) return std::nullopt;
    const std::int64_t offset = low + (high - low) / 2;
    const std::int64_t reach = 128 * (std::abs(factor_a) + std::abs(factor_b)) + std::abs(offset);
    if (reach > INT32_MAX) return std::nullopt;
    return static_cast<std::int32_t>(offset);
  }

  bool symmetric_holds(const SumForm& form) const {
    for (int a = -128; a < 128; ++a) {
      for (int b = -128; b < 128; ++b) {
        const std::int64_t t = std::int64_t{a} * form.factor_a + std::int64_t{b} * form.factor_b + form.offset;
        const std::int64_t value = ((t + (t < 0 ? -1 : 0) + (std::int64_t{1} << (form.shift - 1))) >> form.shift) + p_.out_zero_point;
        if (std::abs(t) > INT32_MAX - (1 << form.shift)) return false;
        if (std::clamp<std::int64_t>(value, p_.out_min, p_.out_max) != expected(a, b)) return false;
      }
    }
    return true;
  }

  const thimble_add_s8_params& p_;
  std::int32_t a_[256], b_[256];
  double ratio_a_, ratio_b_;
};

// ---------------------------------------------------------------------------------------------------- text

// One function that takes two elements, and the loop over the tensors, four elements at a time.
EmittedKernel write_elementwise(const EmitRequest& request, int count, const std::string& comment, const EmittedHelper& helper,
                                const std::string& result) {
  EmittedKernel out;
  out.helpers = {helper};
  out.in_place = true;
  const auto element = [&](CodeWriter& c, int i) {
    std::string line;
    for (std::size_t at = 0; at < result.size(); ++at) line += result[at] == '@' ? std::to_string(i) : std::string(1, result[at]);
    c.line("output[%d] = %s;", i, line.c_str());
  };
  CodeWriter c;
  c.comment(comment);
  c.line("static void %.*s(const int8_t *input, const int8_t *input2, int8_t *output) {", static_cast<int>(request.name.size()),
         request.name.data());
  const int unroll = std::min(count, 4);
  c.line("for (int32_t i = 0; i < %d; i += %d) {", count / unroll * unroll, unroll);
  for (int i = 0; i < unroll; ++i) element(c, i);
  c.line("input += %d;", unroll);
  c.line("input2 += %d;", unroll);
  c.line("output += %d;", unroll);
  c.line("}");
  for (int i = 0; i < count % unroll; ++i) element(c, i);
  c.line("}");
  out.definition = c.take();
  return out;
}

EmittedHelper sum_helper(const SumForm& form, const OutputRange& range, Saturation saturation) {
  EmittedHelper helper;
  helper.name = format("scaled_sum_%s_%s_%s_%d%s_%s_%s", signed_name(form.factor_a).c_str(), signed_name(form.factor_b).c_str(),
                       signed_name(form.offset).c_str(), form.shift,
                       form.symmetric ? format("_z%s", signed_name(range.zero_point).c_str()).c_str() : "", signed_name(range.min).c_str(),
                       signed_name(range.max).c_str());
  if (saturation == Saturation::ssat) helper.name += "_ssat";
  helper.labels = {"scaled_sum"};
  CodeWriter c;
  c.comment("Both scales, zero points and the rounding in one shift; proven equal to the reference on all 65,536 pairs.");
  c.line("static inline int8_t %s(int32_t a, int32_t b) {", helper.name.c_str());
  if (form.symmetric) {
    c.line("const int32_t sum = a * %d + b * %d%s;", form.factor_a, form.factor_b, plus(form.offset).c_str());
    c.line("int32_t value = ((sum + (sum >> 31) + %d) >> %d)%s;", 1 << (form.shift - 1), form.shift, plus(range.zero_point).c_str());
  } else {
    c.line("int32_t value = (a * %d + b * %d%s) >> %d;", form.factor_a, form.factor_b, plus(form.offset).c_str(), form.shift);
  }
  const bool ssat = saturation == Saturation::ssat;
  if (ssat) c.line("value = thimble_ssat8(value);");
  if (!ssat || range.min > INT8_MIN) c.line("if (value < %d) value = %d;", range.min, range.min);
  if (!ssat || range.max < INT8_MAX) c.line("if (value > %d) value = %d;", range.max, range.max);
  c.line("return (int8_t)value;");
  c.line("}");
  helper.definition = c.take();
  return helper;
}

thimble_add_s8_params as_sum(const thimble_sub_s8_params& p) {
  static_assert(sizeof(thimble_sub_s8_params) == sizeof(thimble_add_s8_params));
  thimble_add_s8_params out;
  std::memcpy(&out, &p, sizeof(out));
  return out;
}

bool sum_applies(const thimble_add_s8_params& p, int sign_b) {
  return dense(p) && p.left_shift <= 22 && SumSearch(p, sign_b).find().has_value();
}

EmittedKernel emit_sum(const EmitRequest& request, const thimble_add_s8_params& p, int sign_b, Saturation saturation) {
  const SumForm form = *SumSearch(p, sign_b).find();
  const EmittedHelper helper = sum_helper(form, {p.out_zero_point, p.out_min, p.out_max}, saturation);
  EmittedKernel out =
      write_elementwise(request, element_count(p), format("%s of %d elements.", sign_b > 0 ? "Sum" : "Difference", element_count(p)),
                        helper, helper.name + "(input[@], input2[@])");
  if (saturation == Saturation::ssat) out.includes = {"dsp.h", "dsp_s8.h"};
  return out;
}

}  // namespace

bool add_c99_applies(const KernelCall& call) { return sum_applies(params_as<thimble_add_s8_params>(call), 1); }
bool sub_c99_applies(const KernelCall& call) { return sum_applies(as_sum(params_as<thimble_sub_s8_params>(call)), -1); }
bool mul_c99_applies(const KernelCall& call) { return dense(params_as<thimble_mul_s8_params>(call)); }

EmittedKernel emit_add_c99(const EmitRequest& request, Saturation saturation) {
  return emit_sum(request, params_as<thimble_add_s8_params>(request.call), 1, saturation);
}
EmittedKernel emit_sub_c99(const EmitRequest& request, Saturation saturation) {
  return emit_sum(request, as_sum(params_as<thimble_sub_s8_params>(request.call)), -1, saturation);
}

EmittedKernel emit_mul_c99(const EmitRequest& request) {
  const auto p = params_as<thimble_mul_s8_params>(request.call);
  const std::int64_t bound = 255 * 255;
  const std::int8_t shift = static_cast<std::int8_t>(p.out_shift);
  const RequantizePlan plan = plan_requantize({&p.out_multiplier, 1}, {&shift, 1}, {&bound, 1}, {p.out_zero_point, p.out_min, p.out_max});
  const auto factor = [](const char* name, std::int32_t zero_point) {
    return zero_point == 0 ? format("%s[@]", name) : format("(%s[@]%s)", name, plus(-zero_point).c_str());
  };
  return write_elementwise(request, element_count(p), format("Product of %d elements.", element_count(p)), plan.helper,
                           format("%s(%s * %s, %d, %d)", plan.function.c_str(), factor("input", p.a_zero_point).c_str(),
                                  factor("input2", p.b_zero_point).c_str(), p.out_multiplier, plan.shift[0]));
}

}  // namespace thimble
