#include "core/codegen/emitters/depthwise_rows_armv7em.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/assembly_armv7em.h"

namespace thimble {
namespace {

constexpr std::int64_t kRegisters = 11;  // r3 to r12 and lr; r0 plane, r1 stream, r2 output
constexpr std::int64_t kUnrolledBlocks = 3;

int as_int(std::int64_t value) { return static_cast<int>(value); }

std::int64_t even_words(const DepthwiseShape& s) { return s.filter_w == 1 ? 1 : s.filter_w / 2; }

// Words of the plane that `count` outputs need when the first tap is in half `start` of the first word.
std::int64_t plane_words(const DepthwiseShape& s, std::int64_t start, std::int64_t count) {
  return (start + (count - 1) * s.stride_w + s.filter_w - 1) / 2 + 1;
}

// Where tap `kx` of a filter row stands, counted in halves of its weight words.
std::int64_t weight_half(const DepthwiseShape& s, std::int64_t kx) {
  if (!s.both_phases()) return kx + s.lead % 2;
  return s.filter_w % 2 != 0 && s.filter_w > 1 && kx == s.filter_w - 1 ? 2 * s.weight_words() - 1 : kx;
}

// acc += the filter row on halves start .. start + filter_w - 1 of the words x.
std::string multiply_row(const DepthwiseShape& s, const std::string& acc, const std::string& first_addend, std::int64_t start,
                         std::span<const std::int64_t> x, std::span<const std::int64_t> w) {
  std::string out;
  std::string addend = first_addend;
  const auto emit = [&](const char* operation, std::int64_t word, std::int64_t weight) {
    out += format("%s %s, %s, %s, %s\n", operation, acc.c_str(), register_name(x[static_cast<std::size_t>(word)]).c_str(),
                  register_name(w[static_cast<std::size_t>(weight)]).c_str(), addend.c_str());
    addend = acc;
  };
  if (!s.both_phases()) {
    for (std::int64_t i = 0; i < s.weight_words(); ++i) emit("smlad", start / 2 + i, i);
    return out;
  }
  const std::int64_t evens = even_words(s), odds = s.weight_words() - evens, end = (start + s.filter_w - 1) / 2;
  if (start % 2 == 0) {
    for (std::int64_t i = 0; i < s.filter_w / 2; ++i) emit("smlad", start / 2 + i, i);
    if (s.filter_w == 1) emit("smlabb", start / 2, 0);
    else if (s.filter_w % 2 != 0) emit("smlabt", end, evens + odds - 1);
  } else {
    emit("smlatb", start / 2, 0);
    for (std::int64_t i = 0; i < odds; ++i) emit("smlad", (start + 1) / 2 + i, evens + i);
    if (s.filter_w % 2 == 0) emit("smlabt", end, evens - 1);
  }
  return out;
}

std::string load_words(std::span<const std::int64_t> registers, const char* base, std::int64_t offset) {
  std::string out;
  for (std::size_t i = 0; i < registers.size();) {
    const int at = as_int(offset) + 4 * static_cast<int>(i);
    if (i + 1 < registers.size() && at <= 1020) {
      out += format("ldrd %s, %s, [%s, #%d]\n", register_name(registers[i]).c_str(), register_name(registers[i + 1]).c_str(), base, at);
      i += 2;
    } else {
      out += format("ldr %s, [%s, #%d]\n", register_name(registers[i]).c_str(), base, at);
      ++i;
    }
  }
  return out;
}

// `count` outputs whose first tap is half `half` of the row at r0.
std::string block_of_outputs(const DepthwiseShape& s, const RequantPlan& requant, std::int64_t half, std::int64_t count) {
  std::int64_t next = 3;
  const std::vector<std::int64_t> acc = take_registers(next, count), x = take_registers(next, plane_words(s, half % 2, count)),
                                  w = take_registers(next, s.weight_words());
  const std::string last = register_name(acc.back());
  std::string out = "ldr " + last + ", [r1]\n";
  for (std::int64_t ky = 0; ky < s.filter_h; ++ky) {
    out += load_words(x, "r0", ky * s.row_bytes + half / 2 * 4);
    out += load_words(w, "r1", 4 + 4 * ky * s.weight_words());
    for (std::size_t j = 0; j < acc.size(); ++j) {
      const std::string name = register_name(acc[j]);
      out += multiply_row(s, name, ky == 0 ? last : name, half % 2 + static_cast<std::int64_t>(j) * s.stride_w, x, w);
    }
  }
  std::int64_t free = 3 + count;
  const std::vector<std::int64_t> f = take_registers(free, 4);
  const std::int64_t numbers = 4 + 4 * s.filter_h * s.weight_words();
  if (requant.fast()) out += load_words(std::span(f).first(3), "r1", numbers);
  for (std::size_t j = 0; j < acc.size(); ++j) {
    const std::string name = register_name(acc[j]);
    if (requant.fast()) {
      out += requant_assembly(requant, name, register_name(f[0]), register_name(f[1]), register_name(f[2]), register_name(f[3]));
      out += format("str%s %s, [r2, #%d]\n", s.wide ? "h" : "b", name.c_str(),
                    as_int(static_cast<std::int64_t>(j) * s.out_c * s.element_bytes()));
    } else {
      out += format("str %s, [r2, #%d]\n", name.c_str(), 4 * static_cast<int>(j));
    }
  }
  return out + add_constant("r2", "r2", requant.fast() ? count * s.out_c * s.element_bytes() : count * 4, "r3");
}

std::string blocks(const DepthwiseShape& s, const RequantPlan& requant, std::int64_t outputs) {
  std::string out;
  const std::int64_t most = s.block_outputs();
  for (std::int64_t done = 0; done < outputs; done += most)
    out += block_of_outputs(s, requant, s.lead + done * s.stride_w, std::min(most, outputs - done));
  return out;
}

// Stack: 0 rows left, 4 periods left in the row.
std::string rows_assembly(const DepthwiseShape& s, const RequantPlan& requant) {
  const std::int64_t most = s.block_outputs();
  // A period of blocks ends on a word of the plane.
  const std::int64_t period = most * s.stride_w % 2 == 0 ? most : 2 * most;
  std::int64_t periods = s.out_w / period, rest = s.out_w % period;
  if ((s.out_w + most - 1) / most <= kUnrolledBlocks || periods < 2) periods = 0, rest = s.out_w;
  std::string out = "push {r4-r11, lr}\nsub sp, #8\nstr r3, [sp]\n2:\n";
  if (periods > 0) {
    out += format("movw r3, #%d\nstr r3, [sp, #4]\n1:\n", as_int(periods));
    out += blocks(s, requant, period);
    out += add_constant("r0", "r0", period * s.stride_w * 2, "r3");
    out += "ldr r3, [sp, #4]\nsubs r3, r3, #1\nstr r3, [sp, #4]\nbne 1b\n";
  }
  if (rest > 0) out += blocks(s, requant, rest);
  out += add_constant("r0", "r0", s.stride_h * s.row_bytes - periods * period * s.stride_w * 2, "r3");
  return out + "ldr r3, [sp]\nsubs r3, r3, #1\nstr r3, [sp]\nbne 2b\nadd sp, #8\npop {r4-r11, pc}\n";
}

std::string rows_twin(const DepthwiseShape& s, const RequantPlan& requant) {
  CodeWriter c;
  if (requant.fast()) c.line("const int32_t *const numbers = stream + %d;", as_int(1 + s.filter_h * s.weight_words()));
  c.line("for (; rows > 0; rows--, plane += %d) {", as_int(s.stride_h * s.row_bytes / 4));
  c.line("for (int32_t x = 0; x < %d; x++) {", as_int(s.out_w));
  c.line("int32_t sum = stream[0];");
  c.line("for (int32_t ky = 0; ky < %d; ky++) {", as_int(s.filter_h));
  c.line("for (int32_t kx = 0; kx < %d; kx++) {", as_int(s.filter_w));
  const std::int64_t last = weight_half(s, s.filter_w - 1);
  const std::string half = last == s.filter_w - 1 + weight_half(s, 0) ? "kx" + plus(weight_half(s, 0))
                                                                      : format("kx < %d ? kx : %d", as_int(s.filter_w - 1), as_int(last));
  c.line("const int32_t tap = %s;", half.c_str());
  c.line("const int32_t w = thimble_lane((const uint32_t *)stream + 1 + ky * %d, tap);", as_int(s.weight_words()));
  c.line("sum += w * thimble_lane(plane + ky * %d, %s + kx%s);", as_int(s.row_bytes / 4), times("x", s.stride_w).c_str(),
         plus(s.lead).c_str());
  c.text("}\n}\n");
  if (requant.fast()) {
    c.line("*output = (%s)%s;", s.type(), requant_expression(requant, "sum", "numbers[0]", "numbers[1]", "numbers[2]").c_str());
    c.line("output += %d;", as_int(s.out_c));
  } else {
    c.line("*sums++ = sum;");
  }
  c.text("}\n}\n");
  return c.take();
}

// One pair of pixels of four channels; `second` is the register of the other pixel, or the padding's lanes.
std::string plane_pair(const DepthwiseShape& s, std::int64_t at, bool single, bool advance) {
  std::string out = format("ldr r4, [r1, #%d]\n", as_int(advance ? 0 : 2 * at * s.in_c));
  if (!single) out += format("ldr r5, [r1, #%d]\n", as_int(advance ? s.in_c : (2 * at + 1) * s.in_c));
  out += "sxtb16 r6, r4\nsxtb16 r4, r4, ror #8\n";
  if (!single) out += "sxtb16 r7, r5\nsxtb16 r5, r5, ror #8\n";
  const char* const even = single ? "r3" : "r7";
  const char* const odd = single ? "r3" : "r5";
  out += format("pkhbt r8, r6, %s, lsl #16\npkhtb r10, %s, r6, asr #16\npkhbt r9, r4, %s, lsl #16\npkhtb r11, %s, r4, asr #16\n", even,
                even, odd, odd);
  for (int channel = 3; channel >= 0; --channel) {
    const int offset = channel * as_int(s.plane_bytes) + (advance ? 0 : 4 * as_int(at));
    if (advance && channel == 0) out += "str r8, [r0], #4\n";
    else out += format("str r%d, [r0, #%d]\n", 8 + channel, offset);
  }
  return out;
}

// One pair of pixels of two int16 channels.
std::string plane_pair_s16(const DepthwiseShape& s, std::int64_t at, bool single, bool advance) {
  const std::int64_t pixel = 2 * s.in_c;
  std::string out = format("ldr r4, [r1, #%d]\n", as_int(advance ? 0 : 2 * at * pixel));
  if (!single) out += format("ldr r5, [r1, #%d]\n", as_int(advance ? pixel : (2 * at + 1) * pixel));
  const char* const right = single ? "r3" : "r5";
  out += format("pkhbt r8, r4, %s, lsl #16\npkhtb r9, %s, r4, asr #16\n", right, right);
  out += format("str r9, [r0, #%d]\n", as_int(s.plane_bytes) + (advance ? 0 : 4 * as_int(at)));
  return out + (advance ? "str r8, [r0], #4\n" : format("str r8, [r0, #%d]\n", 4 * as_int(at)));
}

std::string planes_assembly(const DepthwiseShape& s) {
  const std::int64_t pairs = s.in_w / 2;
  const auto pair = s.wide ? plane_pair_s16 : plane_pair;
  const std::int64_t pixel = s.in_c * s.element_bytes();
  const bool loop = pairs > 6 || (2 * pairs + 1) * pixel > 4095;
  std::string out = "push {r4-r11, lr}\n2:\n";
  if (loop) {
    out += format("movw lr, #%d\n1:\n", as_int(pairs)) + pair(s, 0, false, true) + add_constant("r1", "r1", 2 * pixel, "r4") +
           "subs lr, lr, #1\nbne 1b\n";
  } else {
    for (std::int64_t i = 0; i < pairs; ++i) out += pair(s, i, false, false);
  }
  const std::int64_t done = loop ? pairs : 0;
  if (s.in_w % 2 != 0) out += pair(s, pairs - done, true, false);
  out += add_constant("r1", "r1", (s.in_w - 2 * done) * pixel, "r4") + add_constant("r0", "r0", s.row_bytes - 4 * done, "r4");
  return out + "subs r2, r2, #1\nbne 2b\npop {r4-r11, pc}\n";
}

std::string planes_twin(const DepthwiseShape& s, std::int64_t channels) {
  CodeWriter c;
  c.line("for (; rows > 0; rows--, plane += %d, from += %d) {", as_int(s.row_bytes / 4), as_int(s.in_w * s.in_c));
  c.line("for (int32_t x = 0; x < %d; x += 2) {", as_int(s.in_w));
  if (channels > 1) c.line("for (int32_t channel = 0; channel < %d; channel++) {", as_int(channels));
  c.line("const %s *const pixel = from + x * %d%s;", s.type(), as_int(s.in_c), channels > 1 ? " + channel" : "");
  if (s.in_w % 2 != 0)
    c.line("const uint32_t right = x + 1 < %d ? (uint32_t)(uint16_t)pixel[%d] : pad & 0xffffu;", as_int(s.in_w), as_int(s.in_c));
  else c.line("const uint32_t right = (uint32_t)(uint16_t)pixel[%d];", as_int(s.in_c));
  c.line("plane[%sx / 2] = (uint32_t)(uint16_t)pixel[0] | right << 16;",
         channels > 1 ? format("channel * %d + ", as_int(s.plane_bytes / 4)).c_str() : "");
  if (channels > 1) c.line("}");
  c.text("}\n}\n");
  if (s.in_w % 2 == 0) c.line("(void)pad;");
  return c.take();
}

}  // namespace

std::int64_t DepthwiseShape::weight_words() const {
  if (!both_phases()) return (filter_w + lead % 2 + 1) / 2;
  return filter_w == 1 ? 1 : filter_w / 2 + (filter_w - 1) / 2;
}

std::int64_t DepthwiseShape::block_outputs() const {
  for (std::int64_t count = std::min<std::int64_t>(6, out_w); count > 0; --count) {
    const std::int64_t words =
        both_phases() ? std::max(plane_words(*this, 0, count), plane_words(*this, 1, count)) : plane_words(*this, lead, count);
    if (count + words + weight_words() <= kRegisters && (count - 1) * out_c * element_bytes() <= 4095) return count;
  }
  return 0;
}

void append_channel(std::vector<std::int32_t>& stream, const DepthwiseShape& shape, std::span<const std::int8_t> taps, std::int64_t bias,
                    const ChannelRequant& numbers, bool doubled) {
  const std::int32_t factor = doubled ? 2 : 1;
  stream.push_back(static_cast<std::int32_t>(bias * factor));
  for (std::int64_t ky = 0; ky < shape.filter_h; ++ky) {
    std::vector<std::uint32_t> words(static_cast<std::size_t>(shape.weight_words()));
    const auto put = [&](std::int64_t half, std::int64_t kx) {
      const std::int32_t tap = taps[static_cast<std::size_t>(ky * shape.filter_w + kx)] * factor;
      words[static_cast<std::size_t>(half / 2)] |= (static_cast<std::uint32_t>(tap) & 0xffffU) << (16 * (half % 2));
    };
    if (shape.both_phases() && shape.filter_w > 1) {
      const std::int64_t evens = shape.filter_w / 2, odds = (shape.filter_w - 1) / 2;
      for (std::int64_t i = 0; i < 2 * evens; ++i) put(i, i);
      for (std::int64_t i = 0; i < 2 * odds; ++i) put(2 * evens + i, i + 1);
    } else {
      for (std::int64_t kx = 0; kx < shape.filter_w; ++kx) put(weight_half(shape, kx), kx);
    }
    for (const std::uint32_t word : words) stream.push_back(static_cast<std::int32_t>(word));
  }
  stream.insert(stream.end(), {numbers.multiplier, numbers.offset, numbers.n});
}

EmittedHelper planes_helper(const DepthwiseShape& s, std::int64_t channels) {
  const std::string name = format("dsp_planes%s%d_%dx%d_rows_%d_planes_%d", s.wide ? "_s16_" : "", as_int(channels), as_int(s.in_w),
                                  as_int(s.in_c), as_int(s.row_bytes), as_int(s.plane_bytes));
  const std::string parameters = format("uint32_t *plane, const %s *from, int32_t rows, uint32_t pad", s.type());
  const std::string label = channels == 1 ? "copy_plane" : format("spread_%d_channels", as_int(channels));
  const std::vector<std::string> labels{label, label + format("_of_%dx%d", as_int(s.in_w), as_int(s.in_c))};
  if (channels == 1) {
    CodeWriter c;
    c.comment("Rows of one channel as int16, two pixels a word.");
    c.line("static void %s(%s) {", name.c_str(), parameters.c_str());
    c.text(planes_twin(s, 1));
    c.line("}");
    return {.name = name, .definition = c.take(), .labels = labels};
  }
  EmittedHelper out = assembly_helper(
      name,
      format("Rows of %s neighbouring channels as int16, two pixels a word, each channel in a plane of its own.", s.wide ? "two" : "four"),
      parameters, planes_assembly(s), planes_twin(s, channels));
  out.labels = labels;
  return out;
}

EmittedHelper rows_helper(const DepthwiseShape& s, const RequantPlan& requant) {
  const std::string name =
      format("dsp_depthwise_%dx%d_every_%dx%d_lead_%d_to_%d_step_%d_rows_%d_%s", as_int(s.filter_h), as_int(s.filter_w), as_int(s.stride_h),
             as_int(s.stride_w), as_int(s.lead), as_int(s.out_w), as_int(s.out_c), as_int(s.row_bytes), requant.key().c_str());
  const std::string why = format(
      "Rows of %d outputs of one channel, %d at a time: pairs of taps by SMLAD, weights packed for outputs that start in the low and "
      "in the high half of a word. Registers: r0 plane, r1 stream, r2 output, then sums, inputs, weights.",
      as_int(s.out_w), as_int(s.block_outputs()));
  const std::string parameters = format("const uint32_t *plane, const int32_t *stream, %s, int32_t rows",
                                        requant.fast() ? cat(s.type(), " *output").c_str() : "int32_t *sums");
  EmittedHelper out = assembly_helper(name, why, parameters, rows_assembly(s, requant), rows_twin(s, requant));
  const std::string label = format("depthwise_rows_%dx%d", as_int(s.filter_h), as_int(s.filter_w));
  out.labels = {label, label + format("_of_%d", as_int(s.out_w)), label + format("_of_%d_every_%d", as_int(s.out_w), as_int(s.stride_w))};
  return out;
}

}  // namespace thimble
