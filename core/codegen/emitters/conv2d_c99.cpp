#include "core/codegen/emitters/conv2d_c99.h"

#include <algorithm>

#include "core/base/text.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {
namespace {

using Params = thimble_conv2d_s8_params;

enum class Method { direct, in_place, columns };

struct Plan {
  Params p;
  Method method;
  bool keeps_rows;           // columns: the rows that the next output row needs again are moved, not read again
  bool in_place;
  std::int64_t columns;      // padded width of the input
  std::int64_t column_bytes; // filter rows x channels
  std::int64_t out_rows, row_pixels;
  MatrixShape matrix;
  std::int64_t scratch;
};

// Row by row: the output rows written so far must not reach input rows that are still to be read.
bool rows_can_be_in_place(const Params& p) {
  if (p.batches != 1) return false;
  for (std::int64_t y = 0; y < p.out_h; ++y) {
    const std::int64_t next_row = std::clamp<std::int64_t>(y * p.stride_h - p.pad_top + p.filter_h, 0, p.in_h);
    if (next_row < p.in_h && (y + 1) * p.out_w * p.out_c > next_row * p.in_w * p.in_c) return false;
  }
  return true;
}

Plan make_plan(const Params& p, const TileSize& tile, bool uniform) {
  Plan plan{};
  plan.p = p;
  plan.out_rows = std::int64_t{p.batches} * p.out_h;
  plan.row_pixels = p.out_w;
  plan.matrix = {.depth = std::int64_t{p.filter_h} * p.filter_w * p.in_c,
                 .outputs = p.out_c,
                 .pixel_stride = std::int64_t{p.stride_w} * p.in_c,
                 .uniform = uniform};
  const bool pointwise = p.filter_h == 1 && p.filter_w == 1 && p.stride_h == 1 && p.stride_w == 1 && p.pad_top == 0 && p.pad_left == 0 &&
                         p.out_h == p.in_h && p.out_w == p.in_w;
  const std::int64_t last_column = std::int64_t{p.out_w - 1} * p.stride_w + p.filter_w - p.pad_left;
  const std::int64_t last_row = std::int64_t{p.out_h - 1} * p.stride_h + 1 - p.pad_top;
  if (pointwise) {
    plan.row_pixels *= plan.out_rows;
    plan.out_rows = 1;
    plan.in_place = p.out_c <= p.in_c;
    plan.method = plan.in_place ? Method::in_place : Method::direct;
    plan.scratch = plan.in_place ? std::min(tile.pixels, plan.row_pixels) * p.in_c : 0;
  } else if (p.filter_h == 1 && p.pad_top == 0 && p.pad_left == 0 && last_column <= p.in_w && last_row <= p.in_h && p.batches == 1) {
    plan.method = Method::direct;
  } else {
    plan.method = Method::columns;
    plan.columns = std::int64_t{p.out_w - 1} * p.stride_w + p.filter_w;
    plan.column_bytes = std::int64_t{p.filter_h} * p.in_c;
    plan.matrix.pixel_stride = p.stride_w * plan.column_bytes;
    plan.scratch = plan.columns * plan.column_bytes;
    plan.in_place = p.dilation_h == 1 && p.stride_h <= p.filter_h && rows_can_be_in_place(p);
    plan.keeps_rows = plan.in_place && p.stride_h < p.filter_h;
  }
  return plan;
}

// OHWI -> [output][filter column][filter row][channel], the order of the columns buffer.
std::vector<std::int8_t> columns_first(const std::vector<std::int8_t>& weights, const Params& p) {
  std::vector<std::int8_t> out;
  out.reserve(weights.size());
  for (std::int64_t o = 0; o < p.out_c; ++o) {
    for (std::int64_t x = 0; x < p.filter_w; ++x) {
      for (std::int64_t y = 0; y < p.filter_h; ++y) {
        const auto from = weights.begin() + ((o * p.filter_h + y) * p.filter_w + x) * p.in_c;
        out.insert(out.end(), from, from + p.in_c);
      }
    }
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------- text

const char* copy_macro(const Plan& plan) { return plan.p.in_c % 4 == 0 ? "THIMBLE_COPY_WORDS" : "memcpy"; }

EmittedHelper move_down_helper(bool words) {
  CodeWriter c;
  c.comment("Moves bytes towards lower addresses; the areas may overlap, which memcpy does not allow.");
  c.line("static void move_%s_down(int8_t *to, const int8_t *from, int32_t bytes) {", words ? "words" : "bytes");
  if (words) {
    c.line("for (int32_t i = 0; i < bytes; i += 4) {");
    c.line("int32_t word;");
    c.line("THIMBLE_COPY_WORDS(&word, from + i, 4);");
    c.line("THIMBLE_COPY_WORDS(to + i, &word, 4);");
    c.line("}");
  } else {
    c.line("for (int32_t i = 0; i < bytes; i++) to[i] = from[i];");
  }
  c.line("}");
  return {words ? "move_words_down" : "move_bytes_down", c.take()};
}

// One pixel of padding at to[index].
void write_zero_points(CodeWriter& c, const std::string& index, const Params& p) {
  if (p.in_c == 1) c.line("to[%s] = %d;", index.c_str(), p.in_zero_point);
  else c.line("memset(to%s, %d, %d);", index == "0" ? "" : (" + " + index).c_str(), p.in_zero_point, p.in_c);
}

void write_padding(CodeWriter& c, const Plan& plan, std::int64_t columns) {
  if (columns > 1) {
    c.line("for (int32_t x = 0; x < %d; x++) {", static_cast<int>(columns));
  }
  if (columns > 0) {
    write_zero_points(c, "0", plan.p);
    c.line("to += %d;", static_cast<int>(plan.column_bytes));
  }
  if (columns > 1) c.line("}");
}

// Copies one input row with its padding into one filter row of every column.
EmittedHelper row_helper(const Plan& plan) {
  const Params& p = plan.p;
  const std::int64_t left = std::min<std::int64_t>(p.pad_left, plan.columns);
  const std::int64_t used = std::clamp<std::int64_t>(plan.columns - left, 0, p.in_w);
  const int column = static_cast<int>(plan.column_bytes);
  EmittedHelper helper;
  helper.name = format("load_row_%dx%dx%d_k%d_l%d_w%d_z%s", p.in_h, p.in_w, p.in_c, p.filter_h, static_cast<int>(left),
                       static_cast<int>(plan.columns), signed_name(p.in_zero_point).c_str());
  helper.labels = {"load_row", format("load_row_of_%dx%dx%d", p.in_h, p.in_w, p.in_c)};
  CodeWriter c;
  c.comment("Copies row y of the input, or padding where there is no such row, to one filter row of every column.");
  c.line("static void %s(const int8_t *input, int32_t y, int8_t *to) {", helper.name.c_str());
  c.line("if (y < 0 || y >= %d) {", p.in_h);
  c.line("for (int32_t x = 0; x < %d; x++) {", static_cast<int>(plan.columns));
  write_zero_points(c, times("x", column), p);
  c.line("}");
  c.line("return;");
  c.line("}");
  write_padding(c, plan, left);
  c.line("const int8_t *from = input + y * %d;", p.in_w * p.in_c);
  c.line("for (int32_t x = 0; x < %d; x++) {", static_cast<int>(used));
  if (p.in_c < 4) {
    for (int i = 0; i < p.in_c; ++i) c.line("to[%d] = from[%d];", i, i);
  } else {
    c.line("%s(to, from, %d);", copy_macro(plan), p.in_c);
  }
  c.line("from += %d;", p.in_c);
  c.line("to += %d;", column);
  c.line("}");
  write_padding(c, plan, plan.columns - left - used);
  c.line("}");
  helper.definition = c.take();
  return helper;
}

bool moves_words(const Plan& plan) { return plan.p.stride_h * plan.p.in_c % 4 == 0 && plan.scratch % 4 == 0; }

void write_load_rows(CodeWriter& c, const Plan& plan, const std::string& load_row) {
  const Params& p = plan.p;
  const int first = plan.keeps_rows ? p.filter_h - p.stride_h : 0;
  if (plan.keeps_rows) {
    const int moved = p.stride_h * p.in_c;
    c.comment("The filter rows that are used again move up, in all columns at once.");
    c.line("%s(columns, columns + %d, %d);", moves_words(plan) ? "move_words_down" : "move_bytes_down", moved,
           static_cast<int>(plan.scratch) - moved);
  }
  c.line("for (int32_t row = %d; row < %d; row++) {", first, p.filter_h);
  const std::string pad = p.pad_top > 0 ? format(" - %d", p.pad_top) : "";
  c.line("%s(image, %s + %s%s, columns + %s);", load_row.c_str(), times("y", p.stride_h).c_str(), times("row", p.dilation_h).c_str(),
         pad.c_str(), times("row", p.in_c).c_str());
  c.line("}");
}

void write_row(CodeWriter& c, const Plan& plan, const TileSize& tile, const RequantizePlan& requantize) {
  const std::int64_t full = plan.row_pixels / tile.pixels;
  const std::int64_t rest = plan.row_pixels % tile.pixels;
  const auto block = [&](std::int64_t pixels) {
    const int input_bytes = static_cast<int>(pixels * plan.matrix.pixel_stride);
    if (plan.method == Method::in_place) {
      c.line("%s(pixel, input, %d);", plan.p.in_c % 4 == 0 ? "THIMBLE_COPY_WORDS" : "memcpy", input_bytes);
      c.line("input += %d;", input_bytes);
    }
    write_pixel_block(c, plan.matrix, tile, pixels, tile.outputs, requantize.function);
    c.line("output += %d;", static_cast<int>(pixels * plan.matrix.outputs));
    if (plan.method != Method::in_place) c.line("pixel += %d;", input_bytes);
  };
  if (full > 0) {
    if (full > 1)
      c.line("for (int32_t done = 0; done < %d; done += %d) {", static_cast<int>(full * tile.pixels), static_cast<int>(tile.pixels));
    else c.line("{");
    block(tile.pixels);
    c.line("}");
  }
  if (rest > 0 && full > 0) c.comment("What is left of the row.");
  if (rest > 0) {
    c.line("{");
    block(rest);
    c.line("}");
  }
}

std::string method_comment(const Plan& plan, const TileSize& tile) {
  const Params& p = plan.p;
  const std::string head =
      format("%dx%d convolution of %dx%dx%d to %dx%dx%d. ", p.filter_h, p.filter_w, p.in_h, p.in_w, p.in_c, p.out_h, p.out_w, p.out_c);
  const std::string blocks = format("Blocks of %d pixel%s x %d outputs, so that a load serves several sums. ",
                                    static_cast<int>(tile.pixels), tile.pixels == 1 ? "" : "s", static_cast<int>(tile.outputs));
  switch (plan.method) {
    case Method::direct: return head + blocks + "The terms of a pixel lie side by side in the input.";
    case Method::in_place: return head + blocks + "The pixels at work are copied first: the output may overwrite the input.";
    case Method::columns: break;
  }
  return head + blocks +
         "The filter rows are kept in scratch as [column][filter row][channel] with the padding filled in, so that the terms of " +
         "a pixel lie side by side" + (plan.in_place ? "; the output may overwrite the input." : ".");
}

EmittedHelper body_helper(const Plan& plan, const TileSize& tile, std::string_view isa, const std::string& load_row,
                          const RequantizePlan& requantize) {
  const Params& p = plan.p;
  EmittedHelper helper;
  helper.name =
      format("conv2d_%dx%d_s%d%d_d%d_p%d%d_%dx%dx%dx%d_%dx%dx%d%s_%s_%.*s", p.filter_h, p.filter_w, p.stride_h, p.stride_w, p.dilation_h,
             p.pad_top, p.pad_left, p.batches, p.in_h, p.in_w, p.in_c, p.out_h, p.out_w, p.out_c, plan.matrix.uniform ? "_uniform" : "",
             (load_row.empty() ? requantize.function : format("z%s_%s", signed_name(p.in_zero_point).c_str(), requantize.function.c_str()))
                 .c_str(),
             static_cast<int>(isa.size()), isa.data());
  CodeWriter c;
  c.comment(method_comment(plan, tile));
  const char* scratch = plan.method == Method::direct ? "" : plan.method == Method::in_place ? ", int8_t *pixel" : ", int8_t *columns";
  c.line("THIMBLE_KEEP_ORDER static void %s(const int8_t *input, int8_t *output%s, %s) {", helper.name.c_str(), scratch,
         constant_parameters(plan.matrix.uniform, tile.unsigned_weights).c_str());
  helper.labels = convolution_labels("conv2d", p);
  if (plan.method == Method::columns) {
    const bool batched = p.batches > 1;
    if (batched) c.line("for (int32_t n = 0; n < %d; n++) {", p.batches);
    if (batched) c.line("const int8_t *image = input + n * %d;", p.in_h * p.in_w * p.in_c);
    else c.line("const int8_t *image = input;");
    if (plan.keeps_rows) {
      // The loop moves rows up before it loads, so the first ones start `stride` rows further down.
      c.line("for (int32_t row = %d; row < %d; row++) {", p.stride_h, p.filter_h);
      c.line("%s(image, row - %d, columns + %s);", load_row.c_str(), p.stride_h + p.pad_top, times("row", p.in_c).c_str());
      c.line("}");
    }
    c.line("for (int32_t y = 0; y < %d; y++) {", p.out_h);
    write_load_rows(c, plan, load_row);
    c.line("const int8_t *pixel = columns;");
    write_row(c, plan, tile, requantize);
    c.line("}");
    if (batched) c.line("}");
  } else if (plan.out_rows > 1) {
    c.line("for (int32_t y = 0; y < %d; y++) {", static_cast<int>(plan.out_rows));
    c.line("const int8_t *pixel = input + y * %d;", p.stride_h * p.in_w * p.in_c);
    write_row(c, plan, tile, requantize);
    c.line("}");
  } else {
    if (plan.method == Method::direct) c.line("const int8_t *pixel = input;");
    write_row(c, plan, tile, requantize);
  }
  c.line("}");
  helper.definition = c.take();
  return helper;
}

}  // namespace

bool conv2d_c99_applies(const KernelCall& call, const TileSize& tile) {
  const Params p = params_as<Params>(call);
  if (tile.unsigned_weights && std::int64_t{p.filter_h} * p.filter_w * p.in_c > kMaxUnsignedDepth) return false;
  return p.groups == 1 && p.dilation_w == 1 && p.out_h > 0 && p.out_w > 0;
}

EmittedKernel emit_conv2d_c99(const EmitRequest& request, const TileSize& tile, std::string_view isa) {
  const Params p = params_as<Params>(request.call);
  const LayerConstants constants =
      read_layer_constants(request.call, p.out_c, p.in_zero_point, {p.out_zero_point, p.out_min, p.out_max}, tile.high_multiply);
  const Plan plan = make_plan(p, tile, constants.channels.uniform());
  std::vector<std::int8_t> weights = plan.method == Method::columns ? columns_first(constants.weights, p) : constants.weights;
  weights = interleave_weights(weights, p.out_c, plan.matrix.depth, tile.outputs);

  EmittedKernel out;
  out.includes = {"c99.h"};
  out.scratch_bytes = plan.scratch;
  out.in_place = plan.in_place;
  out.helpers = constants.requantize.needs;
  out.helpers.push_back(constants.requantize.helper);
  std::string load_row;
  if (plan.method == Method::columns) {
    if (plan.keeps_rows) out.helpers.push_back(move_down_helper(moves_words(plan)));
    out.helpers.push_back(row_helper(plan));
    load_row = out.helpers.back().name;
  }
  out.helpers.push_back(body_helper(plan, tile, isa, load_row, constants.requantize));

  MatrixConstants matrix =
      matrix_constants(request.name, weights,
                       plan.method == Method::columns ? "[block of outputs][filter column][filter row][input channel][output of the block]"
                                                      : "[block of outputs][filter column, input channel][output of the block]",
                       constants.channels, tile.unsigned_weights);
  out.arrays = std::move(matrix.arrays);
  CodeWriter c;
  c.line("static void %.*s(const int8_t *input, int8_t *output%s) {", static_cast<int>(request.name.size()), request.name.data(),
         plan.scratch > 0 ? ", void *scratch" : "");
  c.line("%s(input, output%s, %s);", out.helpers.back().name.c_str(), plan.scratch > 0 ? ", (int8_t *)scratch" : "",
         matrix.arguments.c_str());
  c.line("}");
  out.definition = c.take();
  return out;
}

}  // namespace thimble
