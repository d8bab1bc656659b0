#include "core/codegen/emitters/matrix_layer_armv7em.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/dense_layer_armv7em.h"
#include "core/codegen/emitters/dot_block_armv7em.h"

namespace thimble {
namespace {

struct Layer {
  std::int64_t batches, in_h, in_w, in_c, out_h, out_w, out_c, filter_h, filter_w, stride_h, stride_w, dilation_h, pad_top, pad_left;
  DotShape dot;
  bool direct;                 // taps are read from the input itself
  std::int64_t right;          // columns of padding at the right
  std::int64_t span_h;         // input rows between a filter's first and last, both included
  bool pad_row;                // some filter row lies wholly outside
  std::int64_t ring_row;       // elements of a row of the ring

  const char* type() const { return dot.wide ? "int16_t" : "int8_t"; }
  std::int64_t element_bytes() const { return dot.element_bytes(); }
  // One row of inputs whose words are pairs already: nothing has to be gathered.
  bool one_row_of_pairs() const { return dot.wide && direct && out_h * out_w == 1; }
};

struct Group {
  std::int64_t pixels, count;
};

// How a row of output pixels is cut: blocks of three (or two), the rest in twos, so that no sum is computed for nothing.
std::vector<Group> row_groups(std::int64_t width, std::int64_t most) {
  if (width < 2) return {{1, width}};
  if (most == 2) return width % 2 == 0 ? std::vector<Group>{{2, width / 2}} : std::vector<Group>{{2, width / 2}, {1, 1}};
  if (width % 3 == 0) return {{3, width / 3}};
  if (width % 3 == 2) return width < 3 ? std::vector<Group>{{2, 1}} : std::vector<Group>{{3, width / 3}, {2, 1}};
  return width < 6 ? std::vector<Group>{{2, width / 2}} : std::vector<Group>{{3, width / 3 - 1}, {2, 2}};
}

Layer make_layer(const thimble_conv2d_s8_params& p, bool wide) {
  Layer l{.batches = p.batches,
          .in_h = p.in_h,
          .in_w = p.in_w,
          .in_c = p.in_c,
          .out_h = p.out_h,
          .out_w = p.out_w,
          .out_c = p.out_c,
          .filter_h = p.filter_h,
          .filter_w = p.filter_w,
          .stride_h = p.stride_h,
          .stride_w = p.stride_w,
          .dilation_h = p.dilation_h,
          .pad_top = p.pad_top,
          .pad_left = p.pad_left,
          .dot = {},
          .direct = false,
          .right = 0,
          .span_h = 0,
          .pad_row = false,
          .ring_row = 0};
  const std::int64_t word = wide ? 2 : 4;  // elements
  const bool pointwise = p.filter_h == 1 && p.filter_w == 1 && p.pad_top == 0 && p.pad_left == 0;
  if (pointwise && p.stride_h == 1 && p.stride_w == 1 && l.out_h == l.in_h && l.out_w == l.in_w) {
    // Neighbourhood does not matter: all pixels of all images are one row.
    l.in_w = l.out_w = l.batches * l.in_h * l.in_w;
    l.batches = l.in_h = l.out_h = 1;
  }
  const bool slides = l.stride_w == 1 && l.filter_w >= 2 && l.filter_w <= 4 && l.in_c % word == 0 && l.out_w > 1;
  l.dot.wide = wide;
  l.dot.out_c = l.out_c;
  l.dot.rows = l.filter_h;
  l.dot.taps = slides ? l.filter_w : 1;
  l.dot.run = slides ? l.in_c : l.filter_w * l.in_c;
  l.dot.column = l.stride_w * l.in_c;
  l.direct = pointwise && l.in_c % word == 0 && (l.out_h - 1) * l.stride_h < l.in_h && (l.out_w - 1) * l.stride_w < l.in_w;
  l.right = std::max<std::int64_t>(0, (l.out_w - 1) * l.stride_w + l.filter_w - l.pad_left - l.in_w);
  l.span_h = (l.filter_h - 1) * l.dilation_h + 1;
  l.pad_row = l.pad_top > 0 || (l.out_h - 1) * l.stride_h + l.span_h - l.pad_top > l.in_h;
  // The last word of a run may reach all but one of its elements past it.
  l.ring_row = ((l.pad_left + l.in_w + l.right) * l.in_c + 2 * (word - 1)) / word * word;
  return l;
}

// Rows that have been read when output row `oy` is written.
std::int64_t rows_read(const Layer& l, std::int64_t oy) {
  return std::clamp<std::int64_t>(oy * l.stride_h - l.pad_top + l.span_h, 0, l.in_h);
}

// The output may start where the input starts: no block of outputs reaches an input that is still to be read.
bool can_overlap(const Layer& l, const std::vector<Group>& groups) {
  if (l.batches > 1 && l.out_h * l.out_w * l.out_c > l.in_h * l.in_w * l.in_c) return false;
  for (std::int64_t oy = 0; oy < l.out_h; ++oy) {
    if (!l.direct) {
      const bool last = rows_read(l, oy) == l.in_h && l.batches == 1;
      if (!last && (oy + 1) * l.out_w * l.out_c > rows_read(l, oy) * l.in_w * l.in_c) return false;
      continue;
    }
    std::int64_t ox = 0;
    for (const Group& group : groups) {
      for (std::int64_t i = 0; i < group.count; ++i) {
        ox += group.pixels;
        const bool row_done = ox >= l.out_w;
        if (row_done && oy + 1 == l.out_h && l.batches == 1) return true;
        const std::int64_t unread =
            row_done ? (oy + 1) * l.stride_h * l.in_w * l.in_c : (oy * l.stride_h * l.in_w + ox * l.stride_w) * l.in_c;
        if ((oy * l.out_w + ox) * l.out_c > unread) return false;
      }
    }
  }
  return true;
}

int as_int(std::int64_t value) { return static_cast<int>(value); }

struct Scratch {
  std::int64_t buffer_words, sums_words, ring_bytes;
  std::int64_t bytes() const { return 4 * (buffer_words + sums_words) + ring_bytes; }
};

Scratch plan_scratch(const Layer& l, const std::vector<Group>& groups, bool fast) {
  Scratch out{0, 0, 0};
  for (const Group& group : groups) {
    if (!l.one_row_of_pairs()) out.buffer_words = std::max(out.buffer_words, l.dot.buffer_words(group.pixels));
    if (!fast) out.sums_words = std::max(out.sums_words, group.pixels * ((l.out_c + 1) / 2 * 2));
  }
  if (!l.direct) out.ring_bytes = (std::min(l.span_h, l.in_h) + (l.pad_row ? 1 : 0)) * l.ring_row * l.element_bytes();
  return out;
}

// From sums to outputs by the reference's own steps.
void write_any_outputs(CodeWriter& c, const Layer& l, const MatrixNumbers& numbers, std::int64_t pixels) {
  const RequantRange& range = numbers.requant.range;
  c.line("for (int32_t i = 0; i < %d; i++) {", as_int(l.out_c));
  c.line("for (int32_t p = 0; p < %d; p++) {", as_int(pixels));
  if (l.dot.wide) {
    c.line("const int32_t value = thimble_scale_s16(sums[i * %d + p], numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);",
           as_int(pixels));
  } else {
    c.line("const int32_t value = thimble_requantize_any(sums[i * %d + p], numbers[2 * i], numbers[2 * i + 1])%s;", as_int(pixels),
           plus(range.zero_point).c_str());
  }
  c.line("output[p * %d + i] = (%s)thimble_limit(value, %d, %d);", as_int(l.out_c), l.type(), range.min, range.max);
  c.text("}\n}\n");
}

void write_group(CodeWriter& c, const Layer& l, const Group& group, const std::string& gather, const std::string& block,
                 const MatrixNumbers& numbers, bool last) {
  if (group.count > 1) c.line("for (int32_t group = 0; group < %d; group++) {", as_int(group.count));
  if (!gather.empty()) c.line("%s(buffer, rows, offset);", gather.c_str());
  const char* const from = gather.empty() ? "(const void *)input" : "buffer";
  if (numbers.requant.fast()) {
    c.line("%s(%s, stream, output);", block.c_str(), from);
  } else {
    c.line("%s(%s, stream, sums);", block.c_str(), from);
    write_any_outputs(c, l, numbers, group.pixels);
  }
  if (gather.empty()) return;
  const bool more = group.count > 1 || !last;
  if (more || l.out_h > 1 || l.batches > 1) c.line("output += %d;", as_int(group.pixels * l.out_c));
  if (more) c.line("offset += %d;", as_int(group.pixels * l.dot.column));
  if (group.count > 1) c.line("}");
}

// Sets `rows` for output row `oy`, after copying the input rows that it needs for the first time.
void write_rows(CodeWriter& c, const Layer& l) {
  if (l.direct) {
    c.line("rows[0] = input%s;", l.out_h > 1 ? (" + " + times("oy", l.stride_h * l.in_w * l.in_c)).c_str() : "");
    return;
  }
  const std::int64_t slots = std::min(l.span_h, l.in_h);
  c.line("const int32_t first = %s%s;", times("oy", l.stride_h).c_str(), plus(-l.pad_top).c_str());
  c.line("for (; copied < first + %d && copied < %d; copied++) {", as_int(l.span_h), as_int(l.in_h));
  c.line("memcpy(ring + copied %% %d * %d%s, input + copied * %d, %d);", as_int(slots), as_int(l.ring_row),
         plus(l.pad_left * l.in_c).c_str(), as_int(l.in_w * l.in_c), as_int(l.in_w * l.in_c * l.element_bytes()));
  c.line("}");
  c.line("for (int32_t i = 0; i < %d; i++) {", as_int(l.filter_h));
  const std::string row = l.dilation_h == 1 ? "first + i" : format("first + i * %d", as_int(l.dilation_h));
  c.line("const int32_t row = %s;", row.c_str());
  if (l.pad_row) {
    c.line("const int32_t slot = row >= 0 && row < %d ? row %% %d : %d;", as_int(l.in_h), as_int(slots), as_int(slots));
  } else {
    c.line("const int32_t slot = row %% %d;", as_int(slots));
  }
  c.line("rows[i] = ring + slot * %d;", as_int(l.ring_row));
  c.line("}");
}

std::string shape_name(const Layer& l, const RequantPlan& requant, bool split) {
  std::string out = format("dsp_conv%s_%dx%dx%d_%dx%d_to_%dx%dx%d_every_%dx%d_%s", l.dot.wide ? "_s16" : "", as_int(l.in_h), as_int(l.in_w),
                           as_int(l.in_c), as_int(l.filter_h), as_int(l.filter_w), as_int(l.out_h), as_int(l.out_w), as_int(l.out_c),
                           as_int(l.stride_h), as_int(l.stride_w), requant.key().c_str());
  if (l.pad_top != 0 || l.pad_left != 0) out += format("_pad_%dx%d", as_int(l.pad_top), as_int(l.pad_left));
  if (l.dilation_h != 1) out += format("_dilated_%d", as_int(l.dilation_h));
  if (l.batches != 1) out += format("_batch_%d", as_int(l.batches));
  if (split && !l.dot.wide) out += "_split";
  if (requant.form == RequantForm::any && !l.dot.wide)
    out += format("_zero_%s%d", requant.range.zero_point < 0 ? "m" : "", std::abs(requant.range.zero_point));
  return out;
}

// What is said of the scratch memory, "" where there is none.
std::string scratch_comment(const Layer& l, const Scratch& scratch) {
  std::vector<std::string> parts;
  if (scratch.buffer_words > 0) parts.push_back("taps of a block of pixels as int16 pairs");
  if (scratch.sums_words > 0) parts.push_back(scratch.buffer_words > 0 ? "its sums" : "sums");
  if (!l.direct) parts.push_back("a ring of input rows padded with the input's zero point");
  return parts.empty() ? "" : " Scratch: " + join(parts, ", ") + ".";
}

EmittedHelper layer_helper(const Layer& l, const std::vector<Group>& groups, const Scratch& scratch, const MatrixNumbers& numbers,
                           bool split, std::vector<EmittedHelper>& parts) {
  const RequantPlan& requant = numbers.requant;
  const std::string name = shape_name(l, requant, split);
  const bool gathers = !l.one_row_of_pairs();
  CodeWriter c;
  c.comment(format("%dx%d filter on %dx%dx%d to %dx%dx%d.%s", as_int(l.filter_h), as_int(l.filter_w), as_int(l.in_h), as_int(l.in_w),
                   as_int(l.in_c), as_int(l.out_h), as_int(l.out_w), as_int(l.out_c), scratch_comment(l, scratch).c_str()));
  c.line("static void %s(const %s *input, %s *output%s, const int32_t *stream%s%s) {", name.c_str(), l.type(), l.type(),
         scratch.bytes() > 0 ? ", uint32_t *buffer" : "", requant.fast() ? "" : ", const int32_t *numbers",
         l.direct || l.dot.wide ? "" : ", int32_t in_zero_point");
  if (!requant.fast()) c.line("int32_t *const sums = (int32_t *)(buffer + %d);", as_int(scratch.buffer_words));
  if (!l.direct) {
    c.line("%s *const ring = (%s *)(buffer + %d);", l.type(), l.type(), as_int(scratch.buffer_words + scratch.sums_words));
    c.line("memset(ring, %s, %d);", l.dot.wide ? "0" : "in_zero_point", as_int(scratch.ring_bytes));
  }
  if (gathers) c.line("const %s *rows[%d];", l.type(), as_int(l.filter_h));
  if (l.batches > 1)
    c.line("for (int32_t batch = 0; batch < %d; batch++, input += %d) {", as_int(l.batches), as_int(l.in_h * l.in_w * l.in_c));
  if (!l.direct) c.line("int32_t copied = 0;");
  const bool rows_loop = gathers && (l.out_h > 1 || !l.direct);
  if (rows_loop) c.line("for (int32_t oy = 0; oy < %d; oy++) {", as_int(l.out_h));
  if (gathers) {
    write_rows(c, l);
    c.line("int32_t offset = 0;");
  }
  for (const Group& group : groups) {
    const EmittedHelper block = block_helper(l.dot, group.pixels, requant, split);
    const EmittedHelper gather = gathers ? gather_helper(l.dot, group.pixels) : EmittedHelper{};
    write_group(c, l, group, gather.name, block.name, numbers, &group == &groups.back());
    if (gathers) parts.push_back(gather);
    parts.push_back(block);
  }
  if (rows_loop) c.line("}");
  if (l.batches > 1) c.line("}");
  c.line("}");
  const std::string label = format("conv2d_%dx%d", as_int(l.filter_h), as_int(l.filter_w));
  const std::string from = label + format("_on_%dx%dx%d", as_int(l.in_h), as_int(l.in_w), as_int(l.in_c));
  return {.name = name,
          .definition = c.take(),
          .labels = {label, from, from + format("_to_%dx%dx%d", as_int(l.out_h), as_int(l.out_w), as_int(l.out_c))}};
}

}  // namespace

bool matrix_layer_applies(const thimble_conv2d_s8_params& p, bool wide) {
  const Layer l = make_layer(p, wide);
  const std::int64_t pixels = 3, columns = l.dot.columns(pixels), bytes = l.element_bytes();
  return p.groups == 1 && p.dilation_w == 1 && p.filter_h <= 64 && p.pad_top < l.span_h && columns * l.dot.column_bytes() <= 4095 &&
         pixels * l.out_c * bytes <= 4095 &&    // offsets of loads and stores
         l.dot.buffer_words(pixels) * 4 <= 65535 && l.out_c * pixels * 4 <= 65535 &&     // halfword constants
         l.dot.run_bytes() <= 65535;
}

MatrixNumbers matrix_numbers_s8(const thimble_conv2d_s8_params& p, const std::vector<ConstantArray>& constants, Rounding rounding) {
  MatrixNumbers out{.weights = constants[0].bytes.copy_as<std::int8_t>(), .sums = {}, .requant = {}, .any = {}};
  const auto bias = constants[1].bytes.copy_as<std::int32_t>();
  const std::size_t depth = out.weights.size() / static_cast<std::size_t>(p.out_c);
  std::vector<std::int64_t> bounds;
  for (std::size_t o = 0; o < static_cast<std::size_t>(p.out_c); ++o) {
    out.sums.push_back(
        fold_input_zero_point(std::span(out.weights).subspan(o * depth, depth), bias.empty() ? 0 : bias[o], p.in_zero_point));
    bounds.push_back(out.sums.back().bound);
  }
  out.requant = plan_requant_armv7em(constants[2].bytes.copy_as<std::int32_t>(), constants[3].bytes.copy_as<std::int8_t>(), bounds,
                                     {.zero_point = p.out_zero_point, .min = p.out_min, .max = p.out_max}, rounding);
  for (const ChannelRequant& r : out.requant.channels) out.any.insert(out.any.end(), {r.multiplier, r.n});
  return out;
}

EmittedKernel emit_matrix_layer(std::string_view name, const thimble_conv2d_s8_params& p, const MatrixNumbers& numbers) {
  const Layer l = make_layer(p, numbers.requant.wide);
  const DotConstants dot = dot_constants(l.dot, numbers.weights, numbers.sums, numbers.requant);
  if (l.direct && l.out_h * l.out_w == 1 && !l.dot.wide) {
    const DenseShape shape{.in_c = l.in_c, .out_c = l.out_c};
    if (auto dense = emit_dense_layer(name, shape, numbers.weights, numbers.sums, numbers.requant, dot.split)) return *std::move(dense);
  }
  const std::vector<Group> groups = row_groups(l.out_w, l.dot.max_pixels(dot.split));
  const Scratch scratch = plan_scratch(l, groups, numbers.requant.fast());
  EmittedKernel out;
  const EmittedHelper layer = layer_helper(l, groups, scratch, numbers, dot.split, out.helpers);
  out.helpers.push_back(layer);
  out.includes = {"dsp.h", numbers.requant.header()};
  out.scratch_bytes = scratch.bytes();
  out.in_place = can_overlap(l, groups) && !(l.one_row_of_pairs() && numbers.requant.fast());
  const std::string id(name);
  out.arrays.push_back({.name = id + "_stream",
                        .c_type = "int32_t",
                        .bytes = Blob::of(dot.stream),
                        .alignment = 4,
                        .comment = "by pairs of output channels: biases, weight words, multipliers, offsets and shifts"});
  std::string arguments = id + "_stream";
  if (!numbers.requant.fast()) {
    out.arrays.push_back(
        {.name = id + "_requantize",
         .c_type = "int32_t",
         .bytes = Blob::of(numbers.any),
         .alignment = 4,
         .comment = l.dot.wide ? "upper and lower half of the scale, and its shift, by channel" : "multiplier and shift by channel"});
    arguments += ", " + id + "_requantize";
  }
  if (!l.direct && !l.dot.wide) arguments += format(", %d", p.in_zero_point);
  const bool scratched = out.scratch_bytes > 0;
  CodeWriter c;
  c.line("static void %s(const %s *input, %s *output%s) {", id.c_str(), l.type(), l.type(), scratched ? ", void *scratch" : "");
  c.line("%s(input, output%s, %s);", layer.name.c_str(), scratched ? ", scratch" : "", arguments.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
