#include "core/codegen/emitters/window_c99.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/requantize_c99.h"

extern "C" {
#include "core/kernels/device/average_pool2d_s8.h"
#include "core/kernels/device/max_pool2d_s8.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

struct Window {
  std::int64_t batches, in_h, in_w, channels, out_h, out_w, filter_h, filter_w, stride_h, stride_w, pad_top, pad_left;

  // Every window lies inside the input: no counting at run time, and an output never lies before its window.
  bool inside() const {
    return pad_top == 0 && pad_left == 0 && (out_h - 1) * stride_h + filter_h <= in_h && (out_w - 1) * stride_w + filter_w <= in_w;
  }
};

template <class Params>
Window window_of(const Params& p) {
  return {p.batches, p.in_h, p.in_w, p.channels, p.out_h, p.out_w, p.filter_h, p.filter_w, p.stride_h, p.stride_w, p.pad_top, p.pad_left};
}

// The same for a word of four channels: x[4 * word] to x[4 * word + 3].
struct WordReduction {
  std::vector<std::string> values;  // what a word's local variables are called: "even", "odd"
  std::string start;
  std::function<std::vector<std::string>(int word)> step, finish;
};

// What is done with the elements of a window: `start` opens a value, `step` takes x[i] in, `finish` makes the output of it.
struct Reduction {
  std::string start;   // "0"
  std::string step;    // "value%d += x[%d];", for channel i and i
  std::string finish;  // "average(value%d)"
  std::optional<WordReduction> words = {};
};

std::string with_channel(const std::string& form, int channel) {
  std::string out;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '%' && i + 1 < form.size() && form[i + 1] == 'd') {
      out += std::to_string(channel);
      ++i;
    } else {
      out += form[i];
    }
  }
  return out;
}

void write_lines(CodeWriter& c, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) c.line("%s", line.c_str());
}

// The local variables of a block, what takes an element of each of its channels in, and what writes its outputs.
struct Block {
  std::string start;
  std::vector<std::string> step, finish;
};

Block single_block(const Reduction& reduction, int channels) {
  Block out{.start = "int32_t ", .step = {}, .finish = {}};
  for (int i = 0; i < channels; ++i) {
    out.start += format("%svalue%d = %s", i > 0 ? ", " : "", i, reduction.start.c_str());
    out.step.push_back(with_channel(reduction.step, i));
    out.finish.push_back(format("output[%d] = %s;", i, with_channel(reduction.finish, i).c_str()));
  }
  return out;
}

Block word_block(const WordReduction& reduction, int words) {
  Block out{.start = "uint32_t ", .step = {}, .finish = {}};
  for (int i = 0; i < words; ++i) {
    for (const std::string& value : reduction.values)
      out.start += format("%s%s%d = %s", out.start.ends_with(' ') ? "" : ", ", value.c_str(), i, reduction.start.c_str());
    std::ranges::move(reduction.step(i), std::back_inserter(out.step));
    std::ranges::move(reduction.finish(i), std::back_inserter(out.finish));
  }
  return out;
}

// `channels` neighbouring channels of one window; `corner` points at them in the window's first pixel.
void write_channels(CodeWriter& c, const Window& w, const Reduction& reduction, int channels) {
  const bool by_words = reduction.words && channels % 4 == 0;
  const Block block = by_words ? word_block(*reduction.words, channels / 4) : single_block(reduction, channels);
  c.line("%s;", block.start.c_str());
  const bool whole_rows = w.filter_w == w.in_w && w.inside();
  const int pixel = static_cast<int>(w.channels);
  if (whole_rows) {
    c.line("const int8_t *x = corner;");
    c.line("for (int32_t tap = 0; tap < %d; tap++) {", static_cast<int>(w.filter_h * w.filter_w));
  } else {
    c.line("const int8_t *row = corner;");
    c.line("for (int32_t y = 0; y < %s; y++) {", w.inside() ? std::to_string(w.filter_h).c_str() : "rows");
    c.line("const int8_t *x = row;");
    c.line("for (int32_t tap = 0; tap < %s; tap++) {", w.inside() ? std::to_string(w.filter_w).c_str() : "columns");
  }
  write_lines(c, block.step);
  c.line("x += %d;", pixel);
  c.line("}");
  if (!whole_rows) {
    c.line("row += %d;", static_cast<int>(w.in_w) * pixel);
    c.line("}");
  }
  write_lines(c, block.finish);
  c.line("corner += %d;", channels);
  c.line("output += %d;", channels);
}

void write_clipped_range(CodeWriter& c, const char* count, const char* first, const char* origin, std::int64_t filter, std::int64_t size) {
  c.line("const int32_t %s = %s < 0 ? 0 : %s;", first, origin, origin);
  c.line("const int32_t %s = (%s + %d < %d ? %s + %d : %d) - %s;", count, origin, static_cast<int>(filter), static_cast<int>(size), origin,
         static_cast<int>(filter), static_cast<int>(size), first);
}

// By words a block is some of them, and what is left over is taken one by one.
int block_channels(const Window& w, const Reduction& reduction, std::int64_t channels_at_once) {
  const std::int64_t channels = std::min(channels_at_once, w.channels);
  return static_cast<int>(reduction.words && channels >= 4 ? channels / 4 * 4 : channels);
}

void write_windows(CodeWriter& c, const Window& w, const Reduction& reduction, std::int64_t channels_at_once) {
  const int block = block_channels(w, reduction, channels_at_once);
  const int row_bytes = static_cast<int>(w.in_w * w.channels);
  const int pixel = static_cast<int>(w.channels);
  if (w.batches > 1) c.line("for (int32_t n = 0; n < %d; n++) {", static_cast<int>(w.batches));
  const bool inside = w.inside();
  const bool rows_loop = w.out_h > 1 || !inside, columns_loop = w.out_w > 1 || !inside;
  if (rows_loop) c.line("for (int32_t out_y = 0; out_y < %d; out_y++) {", static_cast<int>(w.out_h));
  if (!inside) {
    c.line("const int32_t top = %s%s;", times("out_y", w.stride_h).c_str(), plus(-w.pad_top).c_str());
    write_clipped_range(c, "rows", "first_row", "top", w.filter_h, w.in_h);
  }
  if (columns_loop) c.line("for (int32_t out_x = 0; out_x < %d; out_x++) {", static_cast<int>(w.out_w));
  if (inside) {
    c.line("const int8_t *corner = input%s%s;", rows_loop ? (" + " + times("out_y", w.stride_h * row_bytes)).c_str() : "",
           columns_loop ? (" + " + times("out_x", w.stride_w * pixel)).c_str() : "");
  } else {
    c.line("const int32_t left = %s%s;", times("out_x", w.stride_w).c_str(), plus(-w.pad_left).c_str());
    write_clipped_range(c, "columns", "first_column", "left", w.filter_w, w.in_w);
    c.line("const int8_t *corner = input + first_row * %d + first_column * %d;", row_bytes, pixel);
  }
  const int rounds = pixel / block;
  if (rounds > 1) c.line("for (int32_t channel = 0; channel < %d; channel += %d) {", rounds * block, block);
  else c.line("{");
  write_channels(c, w, reduction, block);
  c.line("}");
  const int words = reduction.words ? pixel % block / 4 * 4 : 0;
  for (const int rest : {words, pixel % block - words}) {
    if (rest == 0) continue;
    c.line("{");
    write_channels(c, w, reduction, rest);
    c.line("}");
  }
  if (columns_loop) c.line("}");
  if (rows_loop) c.line("}");
  if (w.batches > 1) {
    c.line("input += %d;", static_cast<int>(w.in_h) * row_bytes);
    c.line("}");
  }
}

std::string clamp_text(std::int32_t min, std::int32_t max) {
  std::string out;
  if (min > -128) out += format("if (value < %d) value = %d;\n", min, min);
  if (max < 127) out += format("if (value > %d) value = %d;\n", max, max);
  return out;
}

// `return value`, clamped where the range is not that of the type.
void write_limited(CodeWriter& c, const std::string& value, std::int32_t min, std::int32_t max) {
  const std::string clamp = clamp_text(min, max);
  if (clamp.empty()) {
    c.line("return (int8_t)(%s);", value.c_str());
    return;
  }
  c.line("int32_t value = %s;", value.c_str());
  c.text(clamp);
  c.line("return (int8_t)value;");
}

EmittedHelper average_helper(const Window& w, std::int32_t min, std::int32_t max) {
  const bool constant = w.inside();
  const int count = static_cast<int>(w.filter_h * w.filter_w);
  EmittedHelper helper;
  helper.name =
      format("average_%s_%s_%s", constant ? std::to_string(count).c_str() : "any", signed_name(min).c_str(), signed_name(max).c_str());
  helper.labels = {"average", constant ? format("average_of_%d", count) : std::string("average_of_some")};
  const std::string divisor = constant ? std::to_string(count) : "count";
  const std::string half = constant ? std::to_string(count / 2) : "count / 2";
  CodeWriter c;
  c.comment("The mean of a window, rounded half away from zero.");
  c.line("static inline int8_t %s(int32_t sum%s) {", helper.name.c_str(), constant ? "" : ", int32_t count");
  const std::string mean = format("(sum > 0 ? sum + %s : sum - %s) / %s", half.c_str(), half.c_str(), divisor.c_str());
  write_limited(c, mean, min, max);
  c.line("}");
  helper.definition = c.take();
  return helper;
}

EmittedHelper maximum_helper(std::int32_t min, std::int32_t max) {
  EmittedHelper helper;
  helper.name = format("limit_%s_%s", signed_name(min).c_str(), signed_name(max).c_str());
  CodeWriter c;
  helper.labels = {"limit"};
  c.comment("A number as the output's type, in the range of the activation.");
  c.line("static inline int8_t %s(int32_t value) {", helper.name.c_str());
  c.text(clamp_text(min, max));
  c.line("return (int8_t)value;");
  c.line("}");
  helper.definition = c.take();
  return helper;
}

EmittedKernel finish(const EmitRequest& request, const Window& w, const Reduction& reduction, std::vector<EmittedHelper> helpers,
                     std::int64_t at_once, const std::string& what) {
  EmittedKernel out;
  out.helpers = std::move(helpers);
  if (reduction.words) out.includes = {"dsp.h", "dsp_s8.h"};
  out.in_place = w.batches == 1 && w.inside();
  CodeWriter c;
  c.comment(format("%s, %d channels at a time.", what.c_str(), block_channels(w, reduction, at_once)));
  c.line("static void %.*s(const int8_t *input, int8_t *output) {", static_cast<int>(request.name.size()), request.name.data());
  write_windows(c, w, reduction, at_once);
  c.line("}");
  out.definition = c.take();
  return out;
}

std::string window_text(const Window& w) {
  return format("%dx%d windows of %dx%dx%d", static_cast<int>(w.filter_h), static_cast<int>(w.filter_w), static_cast<int>(w.in_h),
                static_cast<int>(w.in_w), static_cast<int>(w.channels));
}

bool not_empty(const Window& w) {
  return w.batches > 0 && w.out_h > 0 && w.out_w > 0 && w.channels > 0 && w.filter_h > 0 && w.filter_w > 0;
}

// Sums in pairs of int16: channels 0 and 2 of the word, 1 and 3. `output(sum)` is what is written for one of them.
WordReduction sum_of_words(const std::function<std::string(const std::string& sum)>& output) {
  const auto step = [](int i) {
    return std::vector<std::string>{format("const uint32_t word%d = thimble_load32(x%s);", i, plus(4 * i).c_str()),
                                    format("even%d = thimble_sxtab16(even%d, word%d);", i, i, i),
                                    format("odd%d = thimble_sxtab16_high(odd%d, word%d);", i, i, i)};
  };
  const auto finish = [output](int i) {
    std::vector<std::string> lines;
    for (int lane = 0; lane < 4; ++lane) {
      const std::string sum = format("thimble_%s16(%s%d)", lane < 2 ? "low" : "high", lane % 2 == 0 ? "even" : "odd", i);
      lines.push_back(format("output[%d] = %s;", 4 * i + lane, output(sum).c_str()));
    }
    return lines;
  };
  return {.values = {"even", "odd"}, .start = "0", .step = step, .finish = finish};
}

std::string four_bytes(std::int32_t value) { return format("0x%08xu", 0x01010101u * (static_cast<std::uint32_t>(value) & 0xffu)); }

// The lower limit is what the greatest is sought from.
WordReduction greatest_of_words(std::int32_t min, std::int32_t max) {
  const auto step = [](int i) {
    return std::vector<std::string>{format("greatest%d = thimble_greatest8(greatest%d, thimble_load32(x%s));", i, i, plus(4 * i).c_str())};
  };
  const auto finish = [max](int i) {
    const std::string greatest = format("greatest%d", i);
    const std::string limited = max < INT8_MAX ? format("thimble_least8(%s, %s)", greatest.c_str(), four_bytes(max).c_str()) : greatest;
    return std::vector<std::string>{format("thimble_store32(output%s, %s);", plus(4 * i).c_str(), limited.c_str())};
  };
  return {.values = {"greatest"}, .start = four_bytes(min), .step = step, .finish = finish};
}

constexpr std::int64_t kMostElements = 255;  // of 128 each: their sum is an int16

}  // namespace

bool average_pool2d_c99_applies(const KernelCall& call) { return not_empty(window_of(params_as<thimble_average_pool2d_s8_params>(call))); }

bool max_pool2d_c99_applies(const KernelCall& call) { return not_empty(window_of(params_as<thimble_max_pool2d_s8_params>(call))); }

bool mean_c99_applies(const KernelCall& call) {
  const auto p = params_as<thimble_mean_s8_params>(call);
  return p.outer > 0 && p.count > 0 && p.inner > 0;
}

bool average_pool2d_words_apply(const KernelCall& call) {
  const Window w = window_of(params_as<thimble_average_pool2d_s8_params>(call));
  return not_empty(w) && w.channels >= 4 && w.filter_h * w.filter_w <= kMostElements;
}

bool max_pool2d_words_apply(const KernelCall& call) {
  const Window w = window_of(params_as<thimble_max_pool2d_s8_params>(call));
  return not_empty(w) && w.channels >= 4;
}

bool mean_words_apply(const KernelCall& call) {
  const auto p = params_as<thimble_mean_s8_params>(call);
  return mean_c99_applies(call) && p.inner >= 4 && p.count <= kMostElements;
}

EmittedKernel emit_average_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes) {
  const auto p = params_as<thimble_average_pool2d_s8_params>(request.call);
  const Window w = window_of(p);
  const EmittedHelper helper = average_helper(w, p.out_min, p.out_max);
  const std::string arguments = w.inside() ? ")" : ", rows * columns)";
  Reduction mean{"0", "value%d += x[%d];", helper.name + "(value%d" + arguments};
  if (lanes == Lanes::words) mean.words = sum_of_words([&](const std::string& sum) { return cat(helper.name, "(", sum, arguments); });
  return finish(request, w, mean, {helper}, channels_at_once, "Mean over " + window_text(w));
}

EmittedKernel emit_max_pool2d_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes) {
  const auto p = params_as<thimble_max_pool2d_s8_params>(request.call);
  const Window w = window_of(p);
  const EmittedHelper helper = maximum_helper(p.out_min, p.out_max);
  const bool limited = p.out_min > INT8_MIN || p.out_max < INT8_MAX;
  Reduction greatest{"-128", "if (x[%d] > value%d) value%d = x[%d];", limited ? helper.name + "(value%d)" : "(int8_t)value%d"};
  if (lanes == Lanes::words) greatest.words = greatest_of_words(p.out_min, p.out_max);
  const bool by_words_only = greatest.words && w.channels % 4 == 0;
  std::vector<EmittedHelper> helpers;
  if (limited && !by_words_only) helpers.push_back(helper);
  return finish(request, w, greatest, std::move(helpers), channels_at_once, "Greatest of " + window_text(w));
}

EmittedKernel emit_mean_c99(const EmitRequest& request, std::int64_t channels_at_once, Lanes lanes) {
  const auto p = params_as<thimble_mean_s8_params>(request.call);
  const Window w{p.outer, p.count, 1, p.inner, 1, 1, p.count, 1, 1, 1, 0, 0};
  const std::int64_t bound = std::int64_t{p.count} * 255;
  const std::int8_t shift = static_cast<std::int8_t>(p.shift);
  const RequantizePlan plan = plan_requantize({&p.multiplier, 1}, {&shift, 1}, {&bound, 1}, {p.out_zero_point, -128, 127});
  const std::int32_t start = -p.count * p.in_zero_point;
  Reduction sum{format("%d", start), "value%d += x[%d];",
                format("%s(value%%d, %d, %d)", plan.function.c_str(), p.multiplier, plan.shift[0])};
  if (lanes == Lanes::words)
    sum.words = sum_of_words([&](const std::string& value) {
      return format("%s(%s%s, %d, %d)", plan.function.c_str(), value.c_str(), plus(start).c_str(), p.multiplier, plan.shift[0]);
    });
  return finish(request, w, sum, {plan.helper}, channels_at_once, format("Mean over %d pixels of %d channels", p.count, p.inner));
}

}  // namespace thimble
