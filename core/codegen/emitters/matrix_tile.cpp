#include "core/codegen/emitters/matrix_tile.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

struct Block {
  const MatrixShape& shape;
  std::int64_t pixels, outputs, unroll;
  bool minus_offset;  // unsigned weights: every sum starts at minus `offset`
  bool one_pointer;   // every pixel is within reach of pixel 0's pointer

  std::string term(std::int64_t pixel, std::int64_t k) const {
    if (one_pointer) return format("x[%d]", static_cast<int>(pixel * shape.pixel_stride + k));
    return format("x%d[%d]", static_cast<int>(pixel), static_cast<int>(k));
  }
};

std::string sum_name(std::int64_t pixel, std::int64_t output) {
  return format("sum%d%d", static_cast<int>(pixel), static_cast<int>(output));
}

void write_start(CodeWriter& c, const Block& b) {
  for (std::int64_t p = 0; p < b.pixels; ++p) {
    std::string line = "int32_t ";
    for (std::int64_t o = 0; o < b.outputs; ++o) {
      const std::string from = p > 0             ? sum_name(0, o)
                               : b.shape.uniform ? format("bias[%d]", static_cast<int>(o))
                                                 : format("channels[%d]", static_cast<int>(3 * o));
      line += (o > 0 ? ", " : "") + sum_name(p, o) + " = " + from + (p == 0 && b.minus_offset ? " - offset" : "");
    }
    c.line("%s;", line.c_str());
  }
  if (b.one_pointer) {
    c.line("const int8_t *x = pixel;");
  } else {
    for (std::int64_t p = 0; p < b.pixels; ++p)
      c.line("const int8_t *x%d = pixel + %d;", static_cast<int>(p), static_cast<int>(p * b.shape.pixel_stride));
  }
}

// One k for every sum of the block.
void write_step(CodeWriter& c, const Block& b, std::int64_t k) {
  c.line("{");
  std::string line = "const int32_t ";
  for (std::int64_t o = 0; o < b.outputs; ++o)
    line += format("%sw%d = weights[%d]", o > 0 ? ", " : "", static_cast<int>(o), static_cast<int>(k * b.outputs + o));
  c.line("%s;", line.c_str());
  for (std::int64_t p = 0; p < b.pixels; ++p) {
    line = format("%s = %s;", p == 0 ? "int32_t v" : "v", b.term(p, k).c_str());
    for (std::int64_t o = 0; o < b.outputs; ++o) line += format(" %s += v * w%d;", sum_name(p, o).c_str(), static_cast<int>(o));
    c.line("%s", line.c_str());
  }
  c.line("}");
}

void write_advance(CodeWriter& c, const Block& b, std::int64_t steps) {
  const int n = static_cast<int>(steps);
  c.line("weights += %d;", n * static_cast<int>(b.outputs));
  if (b.one_pointer) {
    c.line("x += %d;", n);
  } else {
    for (std::int64_t p = 0; p < b.pixels; ++p) c.line("x%d += %d;", static_cast<int>(p), n);
  }
}

void write_sums(CodeWriter& c, const Block& b) {
  const std::int64_t rounds = b.shape.depth / b.unroll;
  if (rounds > 1) {
    c.line("const int8_t *const end = %s + %d;", b.one_pointer ? "x" : "x0", static_cast<int>(rounds * b.unroll));
    c.line("do {");
  }
  for (std::int64_t k = 0; k < b.unroll; ++k) write_step(c, b, k);
  write_advance(c, b, b.unroll);
  if (rounds > 1) c.line("} while (%s != end);", b.one_pointer ? "x" : "x0");
}

void write_results(CodeWriter& c, const Block& b, const std::string& requantize) {
  for (std::int64_t o = 0; o < b.outputs; ++o) {
    const int output = static_cast<int>(o);
    const std::string constants =
        b.shape.uniform ? "multiplier, shift" : format("channels[%d], channels[%d]", 3 * output + 1, 3 * output + 2);
    for (std::int64_t p = 0; p < b.pixels; ++p) {
      c.line("result[%d] = %s(%s, %s);", static_cast<int>(p * b.shape.outputs) + output, requantize.c_str(), sum_name(p, o).c_str(),
             constants.c_str());
    }
  }
  c.line(b.shape.uniform ? "bias += %d;" : "channels += %d;", static_cast<int>(b.shape.uniform ? b.outputs : 3 * b.outputs));
  c.line("result += %d;", static_cast<int>(b.outputs));
}

void write_block(CodeWriter& c, const MatrixShape& shape, const TileSize& tile, std::int64_t pixels, std::int64_t outputs,
                 const std::string& requantize) {
  // Steps left over after an unrolled loop cost gcc's register allocation more than a shorter loop body does.
  std::int64_t unroll = pixels == 1 && outputs == tile.dense_outputs ? tile.dense_unroll : tile.unroll;
  while (shape.depth % unroll != 0) unroll /= 2;
  if (unroll == 1 && tile.unrolls_threes && shape.depth % 3 == 0) unroll = 3;
  const Block b{shape, pixels, outputs, unroll, tile.unsigned_weights, (pixels - 1) * shape.pixel_stride + unroll <= tile.max_offset};
  write_start(c, b);
  write_sums(c, b);
  write_results(c, b, requantize);
}

}  // namespace

std::vector<std::int8_t> interleave_weights(std::span<const std::int8_t> weights, std::int64_t outputs, std::int64_t depth,
                                            std::int64_t block) {
  std::vector<std::int8_t> out;
  out.reserve(weights.size());
  for (std::int64_t first = 0; first < outputs; first += block) {
    const std::int64_t end = std::min(first + block, outputs);
    for (std::int64_t k = 0; k < depth; ++k) {
      for (std::int64_t o = first; o < end; ++o) out.push_back(weights[static_cast<std::size_t>(o * depth + k)]);
    }
  }
  return out;
}

void write_pixel_block(CodeWriter& c, const MatrixShape& shape, const TileSize& tile, std::int64_t pixels, std::int64_t block,
                       const std::string& requantize) {
  const std::int64_t blocks = shape.outputs / block;
  const std::int64_t rest = shape.outputs % block;
  if (tile.unsigned_weights) {
    c.comment("The weights are stored as w + 128, since only unsigned bytes load with an offset here.");
    c.line("int32_t offset = 0;");
    c.line("for (int32_t k = 0; k < %d; k++) offset += pixel[k];", static_cast<int>(shape.depth));
    c.line("offset *= 128;");
  }
  c.text(tile.unsigned_weights ? "const uint8_t *weights = all_weights;" : "const int8_t *weights = all_weights;");
  c.text(shape.uniform ? "const int32_t *bias = all_biases;" : "const int32_t *channels = all_channels;");
  c.line("int8_t *result = output;");
  if (blocks > 1) c.line("for (int32_t block = 0; block < %d; block++) {", static_cast<int>(blocks));
  else if (blocks == 1) c.line("{");
  if (blocks > 0) {
    write_block(c, shape, tile, pixels, block, requantize);
    c.line("}");
  }
  if (rest > 0) {
    c.line("{");
    write_block(c, shape, tile, pixels, rest, requantize);
    c.line("}");
  }
}

std::string constant_parameters(bool uniform, bool unsigned_weights) {
  return std::string(unsigned_weights ? "const uint8_t *all_weights, " : "const int8_t *all_weights, ") +
         (uniform ? "const int32_t *all_biases, int32_t multiplier, int32_t shift" : "const int32_t *all_channels");
}

bool ChannelConstants::uniform() const {
  const auto all_equal = [](const std::vector<std::int32_t>& v) {
    return std::ranges::all_of(v, [&](std::int32_t x) { return x == v.front(); });
  };
  return all_equal(multiplier) && all_equal(shift);
}

LayerConstants read_layer_constants(const KernelCall& call, std::int64_t outputs, std::int32_t in_zero_point, const OutputRange& range,
                                    HighMultiply high_multiply) {
  LayerConstants out;
  out.weights = call.constants[0].bytes.copy_as<std::int8_t>();
  const auto bias = call.constants[1].bytes.copy_as<std::int32_t>();
  out.channels.multiplier = call.constants[2].bytes.copy_as<std::int32_t>();
  const auto shift = call.constants[3].bytes.copy_as<std::int8_t>();
  const std::size_t count = static_cast<std::size_t>(outputs);
  const std::size_t depth = out.weights.size() / count;
  std::vector<std::int64_t> bounds;
  for (std::size_t o = 0; o < count; ++o) {
    const FoldedBias folded = fold_zero_point(std::span(out.weights).subspan(o * depth, depth), bias.empty() ? 0 : bias[o], in_zero_point);
    out.channels.bias.push_back(folded.bias);
    bounds.push_back(folded.bound);
  }
  out.requantize = plan_requantize(out.channels.multiplier, shift, bounds, range, high_multiply);
  out.channels.shift = out.requantize.shift;
  return out;
}

MatrixConstants matrix_constants(std::string_view name, const std::vector<std::int8_t>& weights, std::string_view weights_layout,
                                 const ChannelConstants& channels, bool unsigned_weights) {
  const std::string prefix(name);
  MatrixConstants out;
  EmittedArray array{.name = prefix + "_weights", .c_type = "int8_t", .bytes = Blob::of(weights), .comment = std::string(weights_layout)};
  if (unsigned_weights) {
    std::vector<std::uint8_t> moved;
    for (const std::int8_t w : weights) moved.push_back(static_cast<std::uint8_t>(w + 128));
    array.c_type = "uint8_t";
    array.bytes = Blob::of(moved);
    array.comment += ", plus 128";
  }
  out.arrays.push_back(std::move(array));
  if (channels.uniform()) {
    out.arrays.push_back({.name = prefix + "_bias",
                          .c_type = "int32_t",
                          .bytes = Blob::of(channels.bias),
                          .comment = "bias, with the input's zero point folded in"});
    out.arguments =
        format("%s_weights, %s_bias, %d, %d", prefix.c_str(), prefix.c_str(), channels.multiplier.front(), channels.shift.front());
    return out;
  }
  std::vector<std::int32_t> table;
  for (std::size_t i = 0; i < channels.bias.size(); ++i)
    table.insert(table.end(), {channels.bias[i], channels.multiplier[i], channels.shift[i]});
  out.arrays.push_back({.name = prefix + "_channels",
                        .c_type = "int32_t",
                        .bytes = Blob::of(table),
                        .comment = "bias with the input's zero point folded in, multiplier, shift; by output channel"});
  out.arguments = format("%s_weights, %s_channels", prefix.c_str(), prefix.c_str());
  return out;
}

}  // namespace thimble
