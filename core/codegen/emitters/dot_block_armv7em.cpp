#include "core/codegen/emitters/dot_block_armv7em.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/assembly_armv7em.h"

namespace thimble {
namespace {

// Instructions of a loop body, by pixels: the loop's own three cost 2 % of 160. Blocks of two only finish rows: smaller.
constexpr std::int64_t kMaxBodyInstructions[] = {0, 160, 90, 160};
constexpr std::int64_t kMaxWithoutLoop[] = {0, 160, 90, 275};

const char* element_type(const DotShape& shape) { return shape.wide ? "int16_t" : "int8_t"; }

// ---------------------------------------------------------------- gather

std::string store_words(const std::vector<std::int64_t>& registers) {
  if (registers.size() == 1) return format("str %s, [r0], #4\n", register_name(registers[0]).c_str());
  return "stm r0!, " + register_list(registers) + "\n";
}

// One word of every column: as it is, or byte pairs (0, 2) of all columns, then (1, 3).
void gather_word(std::string& out, const DotShape& shape, std::int64_t columns, bool second_pair) {
  std::vector<std::int64_t> raw, lanes;
  for (std::int64_t i = 0; i < columns; ++i) raw.push_back(3 + i);
  for (std::int64_t i = 0; i < columns; ++i) lanes.push_back(3 + columns + i);
  for (std::int64_t i = columns - 1; i > 0; --i)
    out +=
        format("ldr %s, [r1, #%d]\n", register_name(raw[static_cast<std::size_t>(i)]).c_str(), static_cast<int>(i * shape.column_bytes()));
  out += "ldr r3, [r1], #4\n";
  if (shape.wide) {
    out += store_words(raw);
    return;
  }
  for (std::size_t i = 0; i < raw.size(); ++i)
    out += format("sxtb16 %s, %s\n", register_name(lanes[i]).c_str(), register_name(raw[i]).c_str());
  out += store_words(lanes);
  if (!second_pair) return;
  for (const std::int64_t r : raw) out += format("sxtb16 %s, %s, ror #8\n", register_name(r).c_str(), register_name(r).c_str());
  out += store_words(raw);
}

// r0 buffer, r1 source, r2 row pointers, lr end of the words; stack: offset, end of the row pointers.
std::string gather_assembly(const DotShape& shape, std::int64_t columns) {
  const std::int64_t whole = shape.run_bytes() / 4;
  const char* const offset_shift = shape.wide ? ", lsl #1" : "";
  const std::int64_t unroll = whole % 2 == 0 ? 2 : whole % 3 == 0 ? 3 : 1;
  const bool many_rows = shape.rows > 1;
  std::string out = "push {r4-r11, lr}\n";
  if (many_rows) {
    out += format("sub sp, #8\nstr r2, [sp]\nadd r3, r1, #%d\nstr r3, [sp, #4]\nmov r2, r1\n", static_cast<int>(4 * shape.rows));
    out += format("2:\nldr r1, [r2], #4\nldr r3, [sp]\nadd r1, r1, r3%s\n", offset_shift);
  } else {
    out += format("ldr r1, [r1]\nadd r1, r1, r2%s\n", offset_shift);
  }
  if (whole > unroll) out += format("movw lr, #%d\nadd lr, r1\n1:\n", static_cast<int>(4 * whole));
  for (std::int64_t i = 0; i < std::min(whole, unroll); ++i) gather_word(out, shape, columns, true);
  if (whole > unroll) out += "cmp r1, lr\nbne 1b\n";
  if (shape.run_bytes() % 4 != 0) gather_word(out, shape, columns, shape.run_bytes() % 4 != 1);
  if (many_rows) out += "ldr r3, [sp, #4]\ncmp r2, r3\nbne 2b\nadd sp, #8\n";
  return out + "pop {r4-r11, pc}\n";
}

void write_gather_twin(CodeWriter& c, const DotShape& shape, std::int64_t columns) {
  if (shape.rows > 1) c.line("for (int32_t row = 0; row < %d; row++) {", static_cast<int>(shape.rows));
  c.line("const %s *from = rows[%s] + offset;", element_type(shape), shape.rows > 1 ? "row" : "0");
  c.line("for (int32_t step = 0; step < %d; step++) {", static_cast<int>(shape.steps_per_row()));
  c.line("for (int32_t column = 0; column < %d; column++) {", static_cast<int>(columns));
  if (shape.wide) {
    c.line("*buffer++ = thimble_load32(from + %s + step * 2);", times("column", shape.column).c_str());
  } else {
    c.line("const uint32_t word = thimble_load32(from + %s + step / 2 * 4);", times("column", shape.column).c_str());
    c.line("*buffer++ = step %% 2 == 0 ? thimble_sxtb16(word) : thimble_sxtb16_high(word);");
  }
  c.line("}");
  c.line("}");
  if (shape.rows > 1) c.line("}");
}

// ---------------------------------------------------------------- block

// Register plan: r0 buffer, r1 stream, then the sums, then as many of x and w as are left of r2-r12, lr.
struct BlockRegisters {
  std::vector<std::int64_t> a, b, x, w;
  std::int64_t temp = -1;  // split only
  std::vector<std::int64_t> free() const {
    std::vector<std::int64_t> out = x;
    out.insert(out.end(), w.begin(), w.end());
    if (temp >= 0) out.push_back(temp);
    std::ranges::sort(out);
    return out;
  }
};

struct BlockPlan {
  std::int64_t pixels, columns, taps, steps;
  std::int64_t x_steps, w_words;  // steps fetched by one load of x; words fetched by one load of w
  std::int64_t body, repeats, tail;  // steps: repeats * body + tail
  BlockRegisters r;
};

void load_multiple(std::string& out, const char* pointer, std::span<const std::int64_t> registers) {
  std::vector<std::int64_t> list(registers.begin(), registers.end());
  if (list.size() == 1) out += format("ldr %s, [%s], #4\n", register_name(list[0]).c_str(), pointer);
  else out += format("ldm %s!, ", pointer) + register_list(list) + "\n";
}

void multiply(std::string& out, const BlockPlan& plan, std::int64_t w, std::int64_t first_x, bool split) {
  const auto smlad = [&](const std::vector<std::int64_t>& sums, std::int64_t factor) {
    for (std::int64_t p = 0; p < plan.pixels; ++p) {
      const std::string sum = register_name(sums[static_cast<std::size_t>(p)]);
      out += format("smlad %s, %s, %s, %s\n", sum.c_str(), register_name(plan.r.x[static_cast<std::size_t>(first_x + p)]).c_str(),
                    register_name(factor).c_str(), sum.c_str());
    }
  };
  if (split) {
    out += format("sxtb16 %s, %s, ror #8\n", register_name(plan.r.temp).c_str(), register_name(w).c_str());
    smlad(plan.r.a, plan.r.temp);
  } else {
    smlad(plan.r.a, w);
  }
  out += format("sxtb16 %s, %s\n", register_name(w).c_str(), register_name(w).c_str());
  smlad(plan.r.b, w);
}

void write_steps(std::string& out, const BlockPlan& plan, std::int64_t steps, bool split) {
  const std::int64_t words = steps * plan.taps;
  for (std::int64_t i = 0; i < words; ++i) {
    const std::int64_t step = i / plan.taps, tap = i % plan.taps;
    if (tap == 0 && step % plan.x_steps == 0) {
      const std::int64_t count = std::min(plan.x_steps, steps - step) * plan.columns;
      load_multiple(out, "r0", std::span(plan.r.x).first(static_cast<std::size_t>(count)));
    }
    // Groups of weights do not cross a step that serves several taps.
    const std::int64_t within = plan.taps > 1 ? tap : i;
    const std::int64_t remaining = plan.taps > 1 ? plan.taps - tap : words - i;
    if (within % plan.w_words == 0)
      load_multiple(out, "r1", std::span(plan.r.w).first(static_cast<std::size_t>(std::min(plan.w_words, remaining))));
    multiply(out, plan, plan.r.w[static_cast<std::size_t>(within % plan.w_words)], step % plan.x_steps * plan.columns + tap, split);
  }
}

// A loop body of whole load groups, short enough for small instruction caches; what is left over follows the loop.
void choose_body(BlockPlan& plan, bool split) {
  const auto instructions = [&](std::int64_t steps) {
    std::string text;
    write_steps(text, plan, steps, split);
    return std::ranges::count(text, '\n');
  };
  plan.body = plan.steps;
  if (instructions(plan.steps) <= kMaxWithoutLoop[plan.pixels]) return;
  const std::int64_t most = kMaxBodyInstructions[plan.pixels];
  const std::int64_t group = plan.taps > 1 ? 1 : plan.w_words;
  std::int64_t best = -1;
  for (std::int64_t body = group; body == group || instructions(body) <= most; body += group) {
    const std::int64_t repeats = plan.steps / body, tail = plan.steps % body;
    const std::int64_t price = repeats * 3 + tail + (tail > 0 ? 4 : 0);  // the tail costs code, not time
    if (best < 0 || price < best) best = price, plan.body = body, plan.repeats = repeats, plan.tail = tail;
  }
}

BlockPlan plan_block(const DotShape& shape, std::int64_t pixels, bool split) {
  BlockPlan plan{.pixels = pixels,
                 .columns = shape.columns(pixels),
                 .taps = shape.taps,
                 .steps = shape.steps(),
                 .x_steps = 1,
                 .w_words = 1,
                 .body = 0,
                 .repeats = 1,
                 .tail = 0,
                 .r = {}};
  const std::int64_t left = 12 - 2 * pixels - (split ? 1 : 0);
  THIMBLE_CHECK(left > plan.columns);
  if (shape.taps > 1) plan.w_words = std::min(left - plan.columns, shape.taps);
  else if (pixels == 3) plan.w_words = left - 3;
  else if (pixels == 2) plan.x_steps = 2, plan.w_words = (left - 4) / 2 * 2;
  else plan.x_steps = plan.w_words = left / 2;
  std::int64_t next = 2;
  plan.r.a = take_registers(next, pixels);
  plan.r.b = take_registers(next, pixels);
  plan.r.x = take_registers(next, plan.columns * plan.x_steps);
  plan.r.w = take_registers(next, plan.w_words);
  if (split) plan.r.temp = take_registers(next, 1)[0];
  choose_body(plan, split);
  return plan;
}

// Sums of one channel to bytes: f[0..2] multiplier, offset, n; f[3] output pointer; f[4] free.
void write_outputs(std::string& out, const BlockPlan& plan, const DotShape& shape, const RequantPlan& requant,
                   std::span<const std::int64_t> f, bool odd) {
  const std::string m = register_name(f[0]), offset = register_name(f[1]), n = register_name(f[2]), output = register_name(f[3]),
                    temp = register_name(f[4]);
  const bool last_is_padding = odd && shape.out_c % 2 != 0;
  for (std::int64_t p = 0; p < plan.pixels; ++p) {
    const std::string acc = register_name((odd ? plan.r.a : plan.r.b)[static_cast<std::size_t>(p)]);
    out += requant_assembly(requant, acc, m, offset, n, temp);
    if (last_is_padding) out += format("ldr %s, [sp, #4]\ncmp %s, %s\nit ne\n", temp.c_str(), output.c_str(), temp.c_str());
    out += format("str%s%s %s, [%s, #%d]\n", shape.wide ? "h" : "b", last_is_padding ? "ne" : "", acc.c_str(), output.c_str(),
                  static_cast<int>((p * shape.out_c + (odd ? 1 : 0)) * shape.element_bytes()));
  }
}

// From 256 * A + B and B to A and B, both times `scale` (1 or 2).
void separate_sums(std::string& out, const BlockPlan& plan, bool split, bool twice) {
  for (std::size_t p = 0; p < plan.r.a.size(); ++p) {
    const std::string a = register_name(plan.r.a[p]), b = register_name(plan.r.b[p]);
    if (!split) out += format("sub %s, %s, %s\nasr %s, %s, #%d\n", a.c_str(), a.c_str(), b.c_str(), a.c_str(), a.c_str(), twice ? 7 : 8);
    else if (twice) out += format("lsl %s, %s, #1\n", a.c_str(), a.c_str());
    if (twice) out += format("lsl %s, %s, #1\n", b.c_str(), b.c_str());
  }
}

// Stack: 0 output, 4 where the last pair goes, 8 end of the looped steps in the buffer, 12 buffer, 16 shared numbers.
std::string block_assembly(const DotShape& shape, const BlockPlan& plan, const RequantPlan& requant, bool split) {
  const bool fast = requant.fast();
  const std::int64_t last = (shape.out_c - 1) / 2 * 2 * (fast ? shape.element_bytes() : plan.pixels * 4);
  std::string out = "push {r4-r11, lr}\nsub sp, #28\n";
  out += format("str r2, [sp]\nmovw r3, #%d\nadd r3, r2\nstr r3, [sp, #4]\n", static_cast<int>(last));
  if (plan.repeats > 1)
    out += format("movw r3, #%d\nadd r3, r0\nstr r3, [sp, #8]\n", static_cast<int>(plan.repeats * plan.body * plan.columns * 4));
  out += "str r0, [sp, #12]\n";
  if (fast && requant.uniform) out += "ldm r1!, {r3, r4, r5}\nstrd r3, r4, [sp, #16]\nstr r5, [sp, #24]\n";
  out += "2:\nldm r1!, " + register_list({plan.r.a[0], plan.r.b[0]}) + "\n";
  for (std::size_t p = 1; p < plan.r.a.size(); ++p)
    out += "mov " + register_name(plan.r.a[p]) + ", " + register_name(plan.r.a[0]) + "\nmov " + register_name(plan.r.b[p]) + ", " +
           register_name(plan.r.b[0]) + "\n";
  if (plan.repeats > 1) out += "1:\n";
  write_steps(out, plan, plan.body, split);
  if (plan.repeats > 1)
    out += format("ldr %s, [sp, #8]\ncmp r0, %s\nbne 1b\n", register_name(plan.r.x[0]).c_str(), register_name(plan.r.x[0]).c_str());
  write_steps(out, plan, plan.tail, split);
  separate_sums(out, plan, split, requant.doubled());
  const std::vector<std::int64_t> f = plan.r.free();
  const std::string output = register_name(f[3]), temp = register_name(f[4]);
  out += format("ldr %s, [sp]\n", output.c_str());
  if (fast) {
    const std::string numbers = requant.uniform ? format("ldrd %s, %s, [sp, #16]\nldr %s, [sp, #24]\n", register_name(f[0]).c_str(),
                                                         register_name(f[1]).c_str(), register_name(f[2]).c_str())
                                                : "ldm r1!, " + register_list({f[0], f[1], f[2]}) + "\n";
    out += numbers;
    write_outputs(out, plan, shape, requant, f, false);
    if (!requant.uniform) out += numbers;
    write_outputs(out, plan, shape, requant, f, true);
    out += format("ldr %s, [sp, #4]\ncmp %s, %s\nadd %s, %s, #%d\n", temp.c_str(), output.c_str(), temp.c_str(), output.c_str(),
                  output.c_str(), static_cast<int>(2 * shape.element_bytes()));
  } else {
    out += format("ldr %s, [sp, #4]\ncmp %s, %s\n", temp.c_str(), output.c_str(), temp.c_str());
    out += "stm " + output + "!, " + register_list(plan.r.b) + "\nstm " + output + "!, " + register_list(plan.r.a) + "\n";
  }
  out += format("str %s, [sp]\nldr r0, [sp, #12]\nbne 2b\nadd sp, #28\npop {r4-r11, pc}\n", output.c_str());
  return out;
}

void write_block_twin(CodeWriter& c, const DotShape& shape, const BlockPlan& plan, const RequantPlan& requant, bool split) {
  const int pixels = static_cast<int>(plan.pixels), out_c = static_cast<int>(shape.out_c);
  if (requant.fast() && requant.uniform) c.text("const int32_t *numbers = stream;\nstream += 3;\n");
  c.line("for (int32_t channel = 0; channel < %d; channel += 2) {", out_c);
  c.line("const uint32_t *x = buffer;");
  c.line("int32_t a[%d], b[%d];", pixels, pixels);
  c.line("for (int32_t p = 0; p < %d; p++) {", pixels);
  c.text("a[p] = stream[0];\nb[p] = stream[1];\n}\nstream += 2;\n");
  c.line("for (int32_t step = 0; step < %d; step++, x += %d) {", static_cast<int>(plan.steps), static_cast<int>(plan.columns));
  const bool taps = plan.taps > 1;
  if (taps) c.line("for (int32_t tap = 0; tap < %d; tap++) {", static_cast<int>(plan.taps));
  c.line("const uint32_t w = (uint32_t)*stream++;");
  c.line("for (int32_t p = 0; p < %d; p++) {", pixels);
  c.line("const uint32_t pair = thimble_load32(x + p%s);", taps ? " + tap" : "");
  c.line("a[p] = thimble_smlad(pair, %s, a[p]);", split ? "thimble_sxtb16_high(w)" : "w");
  c.text("b[p] = thimble_smlad(pair, thimble_sxtb16(w), b[p]);\n}\n}\n");
  if (taps) c.line("}");
  if (requant.fast() && !requant.uniform) c.text("const int32_t *numbers = stream;\nstream += 6;\n");
  c.line("for (int32_t p = 0; p < %d; p++) {", pixels);
  const bool doubled = requant.doubled();
  const char* const b = doubled ? "b[p] * 2" : "b[p]";
  const char* const a = !split ? "(int32_t)((uint32_t)a[p] - (uint32_t)b[p]) >> 7" : doubled ? "a[p] * 2" : "a[p]";
  if (requant.fast()) {
    c.line("output[p * %d + channel] = (%s)%s;", out_c, element_type(shape),
           requant_expression(requant, b, "numbers[0]", "numbers[1]", "numbers[2]").c_str());
    if (shape.out_c % 2 != 0) c.line("if (channel + 1 == %d) continue;", out_c);
    const std::string odd = requant.uniform ? requant_expression(requant, a, "numbers[0]", "numbers[1]", "numbers[2]")
                                            : requant_expression(requant, a, "numbers[3]", "numbers[4]", "numbers[5]");
    c.line("output[p * %d + channel + 1] = (%s)%s;", out_c, element_type(shape), odd.c_str());
  } else {
    c.line("sums[channel * %d + p] = b[p];", pixels);
    c.line("sums[(channel + 1) * %d + p] = %s;", pixels, split ? "a[p]" : "(int32_t)((uint32_t)a[p] - (uint32_t)b[p]) >> 8");
  }
  c.text("}\n}\n");
}

}  // namespace

DotConstants dot_constants(const DotShape& shape, std::span<const std::int8_t> weights, std::span<const FoldedSum> sums,
                           const RequantPlan& requant) {
  const auto out_c = static_cast<std::size_t>(shape.out_c);
  const std::size_t row = static_cast<std::size_t>(shape.taps * shape.run), depth = static_cast<std::size_t>(shape.rows) * row;
  THIMBLE_CHECK(weights.size() == out_c * depth && sums.size() == out_c);
  DotConstants out{.stream = {}, .split = shape.wide};
  for (std::size_t o = 1; o < out_c; o += 2) {
    // 256 * A has to fit 32 bits, and 256 * a + b 16 bits.
    if (sums[o].bound >= (1 << 23) || std::ranges::count(weights.subspan(o * depth, depth), std::int8_t{-128}) > 0) out.split = true;
  }
  const auto numbers = [&](std::size_t o) {
    const ChannelRequant none{};
    const ChannelRequant& r = o < requant.channels.size() ? requant.channels[o] : none;
    out.stream.insert(out.stream.end(), {r.multiplier, r.offset, r.n});
  };
  const auto weight = [&](std::size_t o, std::int64_t filter_row, std::int64_t tap, std::int64_t element) -> std::int32_t {
    if (o >= out_c || element >= shape.run) return 0;
    return weights[o * depth + static_cast<std::size_t>(filter_row) * row + static_cast<std::size_t>(tap * shape.run + element)];
  };
  if (requant.fast() && requant.uniform) numbers(0);
  for (std::size_t o = 0; o < out_c; o += 2) {
    const auto bias_b = static_cast<std::int32_t>(sums[o].bias);
    const std::int64_t bias_a = o + 1 < out_c ? sums[o + 1].bias : 0;
    out.stream.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(out.split ? bias_a : 256 * bias_a + bias_b)));
    out.stream.push_back(bias_b);
    for (std::int64_t step = 0; step < shape.steps(); ++step) {
      const std::int64_t filter_row = step / shape.steps_per_row(), within = step % shape.steps_per_row();
      for (std::int64_t tap = 0; tap < shape.taps; ++tap) {
        std::uint32_t word = 0;
        for (int half = 0; half < 2; ++half) {
          const std::int64_t element = half == 0 ? shape.first_of_step(within) : shape.second_of_step(within);
          const std::int32_t b = weight(o, filter_row, tap, element), a = weight(o + 1, filter_row, tap, element);
          const auto lane = out.split ? (static_cast<std::uint32_t>(a) & 0xffU) << 8 | (static_cast<std::uint32_t>(b) & 0xffU)
                                      : static_cast<std::uint32_t>(256 * a + b) & 0xffffU;
          word |= lane << (16 * half);
        }
        out.stream.push_back(static_cast<std::int32_t>(word));
      }
    }
    if (requant.fast() && !requant.uniform) numbers(o), numbers(o + 1);
  }
  return out;
}

EmittedHelper gather_helper(const DotShape& shape, std::int64_t pixels) {
  const std::int64_t columns = shape.columns(pixels);
  const std::string name = format("dsp_gather%s_%dx%d_by_%d_every_%d", shape.wide ? "_s16" : "", static_cast<int>(shape.rows),
                                  static_cast<int>(shape.run), static_cast<int>(columns), static_cast<int>(shape.column));
  CodeWriter twin;
  write_gather_twin(twin, shape, columns);
  const char* const unit = shape.wide ? "int16" : "bytes";
  const std::string rows = shape.rows == 1 ? "a row" : format("each of %d rows", static_cast<int>(shape.rows));
  const char* const one_apart = shape.column == 1 && !shape.wide ? "byte" : unit;
  const std::string where =
      columns == 1 ? "" : format(", for %d columns %d %s apart", static_cast<int>(columns), static_cast<int>(shape.column), one_apart);
  const std::string why =
      format("%d %s of %s%s, as pairs of int16%s%s.", static_cast<int>(shape.run), unit, rows.c_str(), where.c_str(),
             shape.wide ? "" : ": bytes (0, 2) and (1, 3) of every word", columns == 1 ? "" : ", the columns interleaved");
  EmittedHelper out = assembly_helper(name, why, format("uint32_t *buffer, const %s *const *rows, int32_t offset", element_type(shape)),
                                      gather_assembly(shape, columns), twin.take());
  const std::string label = format("gather_%d_column%s", static_cast<int>(columns), columns > 1 ? "s" : "");
  out.labels = {label, label + format("_of_%dx%d", static_cast<int>(shape.rows), static_cast<int>(shape.run))};
  return out;
}

EmittedHelper block_helper(const DotShape& shape, std::int64_t pixels, const RequantPlan& requant, bool split) {
  const BlockPlan plan = plan_block(shape, pixels, split);
  const std::string name = format("dsp_dot%d_%dx%d_to_%d_%s%s", static_cast<int>(pixels), static_cast<int>(plan.steps),
                                  static_cast<int>(plan.taps), static_cast<int>(shape.out_c), requant.key().c_str(), split ? "_split" : "");
  CodeWriter twin;
  write_block_twin(twin, shape, plan, requant, split);
  std::string why = format("%d pixels, %d pairs of terms, %d output channels by twos: ", static_cast<int>(pixels),
                           static_cast<int>(plan.steps * plan.taps), static_cast<int>(shape.out_c));
  why += split ? "each weight word holds two terms of channels a and b, unpacked by SXTB16."
               : "each weight word holds two terms of channels a and b as 256a + b; SMLAD on it sums 256A + B, SMLAD on its SXTB16 sums "
                 "B.";
  why += format(" Registers: r0 buffer, r1 stream, %s and %s sums, %s inputs, %s weights.", register_list(plan.r.a).c_str(),
                register_list(plan.r.b).c_str(), register_list(plan.r.x).c_str(), register_list(plan.r.w).c_str());
  const std::string parameters = format("const uint32_t *buffer, const int32_t *stream, %s *%s",
                                        requant.fast() ? element_type(shape) : "int32_t", requant.fast() ? "output" : "sums");
  EmittedHelper out = assembly_helper(name, why, parameters, block_assembly(shape, plan, requant, split), twin.take());
  const std::string label = format("multiply_%d_pixel%s", static_cast<int>(pixels), pixels > 1 ? "s" : "");
  out.labels = {label, label + format("_%d_to_%d", static_cast<int>(2 * plan.steps * plan.taps), static_cast<int>(shape.out_c))};
  return out;
}

}  // namespace thimble
