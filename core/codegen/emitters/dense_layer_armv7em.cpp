#include "core/codegen/emitters/dense_layer_armv7em.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/assembly_armv7em.h"

namespace thimble {
namespace {

constexpr std::int64_t kMaxUnrolledWords = 8;  // input words in a loop body: about 500 bytes

// r0 input, r1 stream; r2 to r5 sums 256A+B, B of two pairs; r6, r7 input words, r8 their even bytes; r9 to r12 weights; lr spare.
std::string multiply_pair(int pair, int w, int x, bool split) {
  const int a = 2 + 2 * pair, b = a + 1;
  std::string out;
  if (split) out += format("sxtb16 lr, r%d, ror #8\nsmlad r%d, r%d, lr, r%d\n", w, a, x, a);
  else out += format("smlad r%d, r%d, r%d, r%d\n", a, x, w, a);
  return out + format("sxtb16 r%d, r%d\nsmlad r%d, r%d, r%d, r%d\n", w, w, b, x, w, b);
}

std::string input_word(int raw, bool split) {
  std::string out = format("ldm r1!, {r9, r10, r11, r12}\nsxtb16 r8, r%d\nsxtb16 r%d, r%d, ror #8\n", raw, raw, raw);
  for (int half = 0; half < 2; ++half) {
    for (int pair = 0; pair < 2; ++pair) out += multiply_pair(pair, 9 + 2 * half + pair, half == 0 ? 8 : raw, split);
  }
  return out;
}

std::string input_words(std::int64_t count, bool split) {
  std::string out;
  for (std::int64_t i = 0; i < count; ++i) {
    if (i % 2 == 0) out += i + 1 < count ? "ldm r0!, {r6, r7}\n" : "ldr r6, [r0], #4\n";
    out += input_word(i % 2 == 0 ? 6 : 7, split);
  }
  return out;
}

// How many words a loop body takes: whole pairs, as few words as possible after the loop.
struct Loop {
  std::int64_t body, repeats, tail;
};
Loop plan_loop(std::int64_t words) {
  if (words <= kMaxUnrolledWords) return {words, 1, 0};
  Loop best{2, words / 2, words % 2};
  for (std::int64_t body = 4; body <= kMaxUnrolledWords; body += 2) {
    const Loop loop{body, words / body, words % body};
    if (loop.repeats + loop.tail <= best.repeats + best.tail) best = loop;
  }
  return best;
}

std::string output(const RequantPlan& requant, int acc, int at) {
  const std::string name = format("r%d", acc);
  std::string out = requant.uniform ? "" : "ldm r1!, {r6, r7, r8}\n";
  return out + requant_assembly(requant, name, "r6", "r7", "r8", "r9") + format("strb r%d, [r10, #%d]\n", acc, at);
}

// Stack: 0 output, 4 its end, 8 end of the looped input, 12 input, 16 numbers that all channels share.
std::string dense_assembly(const DenseShape& s, const RequantPlan& requant, bool split) {
  const Loop loop = plan_loop(s.in_c / 4);
  std::string out = format("push {r4-r11, lr}\nsub sp, #28\nstr r2, [sp]\nmovw r3, #%d\nadd r3, r2\nstr r3, [sp, #4]\nstr r0, [sp, #12]\n",
                           static_cast<int>(s.out_c));
  if (loop.repeats > 1) out += format("movw r3, #%d\nadd r3, r0\nstr r3, [sp, #8]\n", static_cast<int>(4 * loop.body * loop.repeats));
  if (requant.uniform) out += "ldm r1!, {r3, r4, r5}\nstrd r3, r4, [sp, #16]\nstr r5, [sp, #24]\n";
  out += "2:\nldm r1!, {r2, r3, r4, r5}\n";
  if (loop.repeats > 1) out += "1:\n";
  out += input_words(loop.body, split);
  if (loop.repeats > 1) out += "ldr r6, [sp, #8]\ncmp r0, r6\nbne 1b\n";
  out += input_words(loop.tail, split);
  for (const int a : {2, 4}) {
    if (split) out += format("lsl r%d, r%d, #1\n", a, a);
    else out += format("sub r%d, r%d, r%d\nasr r%d, r%d, #7\n", a, a, a + 1, a, a);
    out += format("lsl r%d, r%d, #1\n", a + 1, a + 1);
  }
  out += "ldr r10, [sp]\n";
  if (requant.uniform) out += "ldrd r6, r7, [sp, #16]\nldr r8, [sp, #24]\n";
  out += output(requant, 3, 0) + output(requant, 2, 1) + output(requant, 5, 2) + output(requant, 4, 3);
  return out + "ldr r9, [sp, #4]\nadd r10, r10, #4\nstr r10, [sp]\nldr r0, [sp, #12]\ncmp r10, r9\nbne 2b\nadd sp, #28\npop {r4-r11, pc}\n";
}

std::string dense_twin(const DenseShape& s, const RequantPlan& requant, bool split) {
  CodeWriter c;
  if (requant.uniform) c.text("const int32_t *const numbers = stream;\nstream += 3;\n");
  c.line("for (int32_t channel = 0; channel < %d; channel += 4) {", static_cast<int>(s.out_c));
  c.text("int32_t sums[4] = {stream[0], stream[1], stream[2], stream[3]};\nstream += 4;\n");
  c.line("for (int32_t i = 0; i < %d; i += 4) {", static_cast<int>(s.in_c));
  c.text("const uint32_t word = thimble_load32(input + i);\nfor (int32_t k = 0; k < 4; k++) {\nconst uint32_t w = (uint32_t)*stream++;\n");
  c.text("const uint32_t x = k < 2 ? thimble_sxtb16(word) : thimble_sxtb16_high(word);\nint32_t *const pair = sums + k % 2 * 2;\n");
  c.line("pair[0] = thimble_smlad(x, %s, pair[0]);", split ? "thimble_sxtb16_high(w)" : "w");
  c.text("pair[1] = thimble_smlad(x, thimble_sxtb16(w), pair[1]);\n}\n}\n");
  c.text("for (int32_t k = 0; k < 4; k++) {\n");
  if (!requant.uniform) c.text("const int32_t *const numbers = stream;\nstream += 3;\n");
  c.text("const int32_t *const pair = sums + k / 2 * 2;\n");
  const char* const odd = split ? "pair[0] * 2" : "(int32_t)((uint32_t)pair[0] - (uint32_t)pair[1]) >> 7";
  c.line("const int32_t twice = k %% 2 == 0 ? pair[1] * 2 : %s;", odd);
  c.line("output[channel + k] = (int8_t)%s;", requant_expression(requant, "twice", "numbers[0]", "numbers[1]", "numbers[2]").c_str());
  c.text("}\n}\n");
  return c.take();
}

std::vector<std::int32_t> dense_stream(const DenseShape& s, std::span<const std::int8_t> weights, std::span<const FoldedSum> sums,
                                       const RequantPlan& requant, bool split) {
  std::vector<std::int32_t> out;
  const auto numbers = [&](std::int64_t o) {
    const ChannelRequant& r = requant.channels[static_cast<std::size_t>(o)];
    out.insert(out.end(), {r.multiplier, r.offset, r.n});
  };
  const auto weight = [&](std::int64_t o, std::int64_t i) -> std::int32_t { return weights[static_cast<std::size_t>(o * s.in_c + i)]; };
  if (requant.uniform) numbers(0);
  for (std::int64_t o = 0; o < s.out_c; o += 4) {
    for (std::int64_t b = o; b < o + 4; b += 2) {
      const std::int64_t bias_b = sums[static_cast<std::size_t>(b)].bias, bias_a = sums[static_cast<std::size_t>(b + 1)].bias;
      out.push_back(static_cast<std::int32_t>(static_cast<std::uint32_t>(split ? bias_a : 256 * bias_a + bias_b)));
      out.push_back(static_cast<std::int32_t>(bias_b));
    }
    for (std::int64_t i = 0; i < s.in_c; i += 4) {
      for (int k = 0; k < 4; ++k) {
        std::uint32_t word = 0;
        for (int half = 0; half < 2; ++half) {
          const std::int64_t input = i + k / 2 + 2 * half, channel = o + k % 2 * 2;
          const std::int32_t b = weight(channel, input), a = weight(channel + 1, input);
          word |= (split ? (static_cast<std::uint32_t>(a) & 0xffU) << 8 | (static_cast<std::uint32_t>(b) & 0xffU)
                         : static_cast<std::uint32_t>(256 * a + b) & 0xffffU)
                  << (16 * half);
        }
        out.push_back(static_cast<std::int32_t>(word));
      }
    }
    for (std::int64_t k = o; k < o + 4 && !requant.uniform; ++k) numbers(k);
  }
  return out;
}

}  // namespace

std::optional<EmittedKernel> emit_dense_layer(std::string_view name, const DenseShape& s, std::span<const std::int8_t> weights,
                                              std::span<const FoldedSum> sums, const RequantPlan& requant, bool split) {
  if (s.in_c % 4 != 0 || s.out_c % 4 != 0 || !requant.fast() || s.in_c > 65535 || s.out_c > 65535) return std::nullopt;
  const std::string id(name);
  const std::string helper =
      format("dsp_dense_%d_to_%d_%s%s", static_cast<int>(s.in_c), static_cast<int>(s.out_c), requant.key().c_str(), split ? "_split" : "");
  EmittedKernel out;
  out.helpers = {assembly_helper(
      helper,
      format(
          "%d inputs, %d outputs, four at a time: weight words hold two terms of two channels, the inputs are unpacked once for all four. "
          "Registers: r0 input, r1 stream, r2 to r5 sums, r6 to r8 inputs, r9 to r12 weights.",
          static_cast<int>(s.in_c), static_cast<int>(s.out_c)),
      "const int8_t *input, const int32_t *stream, int8_t *output", dense_assembly(s, requant, split), dense_twin(s, requant, split))};
  out.helpers[0].labels = {format("fully_connected_%d_to_%d", static_cast<int>(s.in_c), static_cast<int>(s.out_c))};
  out.includes = {"dsp.h", requant.header()};
  out.arrays.push_back({.name = id + "_stream",
                        .c_type = "int32_t",
                        .bytes = Blob::of(dense_stream(s, weights, sums, requant, split)),
                        .alignment = 4,
                        .comment = "by four output channels: biases, weight words, multipliers, offsets and shifts"});
  CodeWriter c;
  c.line("static void %s(const int8_t *input, int8_t *output) {", id.c_str());
  c.line("%s(input, %s_stream, output);", helper.c_str(), id.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
