// Matrix tile: the inner loop that convolution and dense layers share: a block of pixels times a block of output channels,
// sums held in local variables, one load per operand and step.
//   weights come interleaved, [block of outputs][k][output in the block], so that one pointer walks through them;
//   channel constants come as {bias, multiplier, shift} by output channel, or as a bias and one multiplier and shift.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/codegen/code_writer.h"
#include "core/codegen/emitters/requantize_c99.h"

namespace thimble {

// What a register file can hold: rv32 has 28 registers for a loop, Thumb 13, of which four sums and their operands take 11.
struct TileSize {
  std::int64_t pixels, outputs;  // block of a convolution
  std::int64_t dense_outputs;    // block of outputs where there is a single pixel
  std::int64_t unroll, dense_unroll;  // most steps of k in one loop body; powers of two
  bool unrolls_threes;           // where two do not divide
  std::int64_t max_offset;       // largest byte offset of a load instruction
  bool unsigned_weights = false; // stored as w + 128; the sums start at minus 128 times the sum of the inputs, once a pixel
  HighMultiply high_multiply = HighMultiply::word;
};
inline constexpr TileSize kRv32Tile{
    .pixels = 4, .outputs = 4, .dense_outputs = 8, .unroll = 2, .dense_unroll = 4, .unrolls_threes = false, .max_offset = 2047};
inline constexpr TileSize kPortableTile{
    .pixels = 2, .outputs = 2, .dense_outputs = 4, .unroll = 4, .dense_unroll = 4, .unrolls_threes = true, .max_offset = 4095};
// Armv6-M: eight registers, no multiply-add, and only unsigned bytes load with an offset.
inline constexpr TileSize kArmv6mTile{.pixels = 1,
                                      .outputs = 4,
                                      .dense_outputs = 4,
                                      .unroll = 4,
                                      .dense_unroll = 4,
                                      .unrolls_threes = true,
                                      .max_offset = 31,
                                      .unsigned_weights = true,
                                      .high_multiply = HighMultiply::halves};

struct MatrixShape {
  std::int64_t depth;           // terms of a sum
  std::int64_t outputs;         // output channels
  std::int64_t pixel_stride;    // bytes between the first terms of neighbouring pixels
  bool uniform;                 // one multiplier and shift for all channels
};

// Beyond this, sums over unsigned weights could leave 32 bits on their way: 2^24 + 49024 * depth.
inline constexpr std::int64_t kMaxUnsignedDepth = 16384;

// int8 [outputs][depth] -> [block][depth][outputs of the block]; the last block may be narrower.
std::vector<std::int8_t> interleave_weights(std::span<const std::int8_t> weights, std::int64_t outputs, std::int64_t depth,
                                            std::int64_t block);

// All output channels of `pixels` neighbouring pixels, inside a scope of its own. In the C around it: `pixel` points at the
// first term of pixel 0, `output` at its first output; the constants are there under the names of constant_parameters().
void write_pixel_block(CodeWriter& c, const MatrixShape& shape, const TileSize& tile, std::int64_t pixels, std::int64_t block,
                       const std::string& requantize);

// The parameter list that carries the constants, and the arguments for one layer.
std::string constant_parameters(bool uniform, bool unsigned_weights = false);

// The constants of one layer as arrays <name>_weights and <name>_channels (or <name>_bias) and the arguments that pass them.
struct MatrixConstants {
  std::vector<EmittedArray> arrays;
  std::string arguments;
};
struct ChannelConstants {
  std::vector<std::int32_t> bias, multiplier, shift;
  bool uniform() const;
};
// The constants of a convolution or dense layer (weights, bias, multiplier, shift), the input's zero point folded in.
struct LayerConstants {
  std::vector<std::int8_t> weights;  // as in the call
  ChannelConstants channels;
  RequantizePlan requantize;
};
LayerConstants read_layer_constants(const KernelCall& call, std::int64_t outputs, std::int32_t in_zero_point, const OutputRange& range,
                                    HighMultiply high_multiply = HighMultiply::word);

MatrixConstants matrix_constants(std::string_view name, const std::vector<std::int8_t>& weights, std::string_view weights_layout,
                                 const ChannelConstants& channels, bool unsigned_weights = false);

}  // namespace thimble
