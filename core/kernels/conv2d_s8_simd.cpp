// conv2d_s8 in vectors. A filter is a few runs of weights that lie side by side in the image (a row of taps, or one tap where there
// are groups or dilation). Four positions and eight output channels are summed at once: a pair of inputs is spread over a vector
// and multiplied with that pair's weights of four channels. Weights are rearranged for that on every run, which costs about as
// much as one position.
#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_requantize.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/conv2d_s8.h"
}

namespace thimble {
namespace {

using simd::I16x8;
using simd::I32x4;

constexpr std::int32_t kPositions = 4, kChannels = 8;

// Where the weights of one filter lie in the padded image, and how many they are.
struct Runs {
  std::int32_t count, length, pairs, columns;  // `columns` runs a filter row

  explicit Runs(const thimble_conv2d_s8_params& p) {
    const std::int32_t depth = p.in_c / p.groups;
    const bool side_by_side = p.groups == 1 && p.dilation_w == 1;
    columns = side_by_side ? 1 : p.filter_w;
    count = p.filter_h * columns;
    length = side_by_side ? p.filter_w * depth : depth;
    pairs = (length + 1) / 2;
  }
  std::int64_t packed_block() const { return std::int64_t{count} * pairs * 2 * kChannels; }
};

std::int32_t blocks_per_group(const thimble_conv2d_s8_params& p) { return (p.out_c / p.groups + kChannels - 1) / kChannels; }

// Of eight channels from `first` on: run, pair, channel, the two of the pair. Channels and weights that are not there are zero.
void pack_block(const Runs& runs, const std::int8_t* weights, std::int32_t channels, std::int16_t* to) {
  for (std::int32_t run = 0; run < runs.count; ++run) {
    for (std::int32_t pair = 0; pair < runs.pairs; ++pair) {
      for (std::int32_t c = 0; c < kChannels; ++c) {
        const std::int8_t* from = weights + (std::int64_t{c} * runs.count + run) * runs.length + 2 * pair;
        *to++ = c < channels ? from[0] : std::int16_t{0};
        *to++ = c < channels && 2 * pair + 1 < runs.length ? from[1] : std::int16_t{0};
      }
    }
  }
}

// sums[t][c] of four positions, whose filters start at `at[t]`; `offsets` are the runs' in the image.
void sum_tile(const Runs& runs, const std::int16_t* const (&at)[kPositions], const std::int32_t* offsets, const std::int16_t* packed,
              std::int32_t (&sums)[kPositions][kChannels]) {
  I32x4 low0 = simd::zero(), low1 = low0, low2 = low0, low3 = low0, high0 = low0, high1 = low0, high2 = low0, high3 = low0;
  for (std::int32_t run = 0; run < runs.count; ++run) {
    const std::int32_t offset = offsets[run];
    const std::int16_t *a0 = at[0] + offset, *a1 = at[1] + offset, *a2 = at[2] + offset, *a3 = at[3] + offset;
    for (std::int32_t i = 0; i < 2 * runs.pairs; i += 2, packed += 2 * kChannels) {
      const I16x8 low = simd::load(packed), high = simd::load(packed + kChannels);
      const I16x8 b0 = simd::splat_pair(a0 + i), b1 = simd::splat_pair(a1 + i), b2 = simd::splat_pair(a2 + i),
                  b3 = simd::splat_pair(a3 + i);
      low0 = simd::add(low0, simd::madd(b0, low)), high0 = simd::add(high0, simd::madd(b0, high));
      low1 = simd::add(low1, simd::madd(b1, low)), high1 = simd::add(high1, simd::madd(b1, high));
      low2 = simd::add(low2, simd::madd(b2, low)), high2 = simd::add(high2, simd::madd(b2, high));
      low3 = simd::add(low3, simd::madd(b3, low)), high3 = simd::add(high3, simd::madd(b3, high));
    }
  }
  simd::store(sums[0], low0), simd::store(sums[0] + 4, high0);
  simd::store(sums[1], low1), simd::store(sums[1] + 4, high1);
  simd::store(sums[2], low2), simd::store(sums[2] + 4, high2);
  simd::store(sums[3], low3), simd::store(sums[3] + 4, high3);
}

// Channels first .. first + channels of one image; `group` points at the group's first channel in the padded image.
void run_block(const thimble_conv2d_s8_params& p, const simd::ChannelScales8& scales, const Runs& runs, std::int32_t padded_width,
               const std::int16_t* group, const std::int32_t* offsets, const std::int16_t* packed, std::int32_t first,
               std::int32_t channels, std::int8_t* output) {
  const simd::OutputRange range{p.out_zero_point, p.out_min, p.out_max};
  const std::int32_t positions = p.out_h * p.out_w;
  for (std::int32_t position = 0; position < positions; position += kPositions) {
    const std::int16_t* at[kPositions];
    for (std::int32_t t = 0; t < kPositions; ++t) {
      const std::int32_t i = std::min(position + t, positions - 1);
      at[t] = group + (std::int64_t{i / p.out_w} * p.stride_h * padded_width + std::int64_t{i % p.out_w} * p.stride_w) * p.in_c;
    }
    std::int32_t sums[kPositions][kChannels];
    sum_tile(runs, at, offsets, packed, sums);
    for (std::int32_t t = 0; t < std::min(kPositions, positions - position); ++t) {
      simd::requantize8(sums[t], scales, range, channels, output + std::int64_t{position + t} * p.out_c + first);
    }
  }
}

}  // namespace

std::size_t conv2d_s8_simd_scratch(std::span<const std::int32_t> params) {
  thimble_conv2d_s8_params p;
  std::memcpy(&p, params.data(), sizeof p);
  const Runs runs(p);
  const std::int64_t packed = runs.packed_block();
  return static_cast<std::size_t>(runs.count) * sizeof(std::int32_t) +
         static_cast<std::size_t>(packed + simd::PaddedImage(p).elements + 8) * sizeof(std::int16_t);
}

void run_conv2d_s8_simd(const KernelArgs& args) {
  const thimble_conv2d_s8_params& p = *params_ptr<thimble_conv2d_s8_params>(args);
  const Runs runs(p);
  const simd::PaddedImage padded(p);
  auto* offsets = static_cast<std::int32_t*>(args.scratch);
  auto* packed = reinterpret_cast<std::int16_t*>(offsets + runs.count);
  std::int16_t* image = packed + runs.packed_block();
  for (std::int32_t run = 0; run < runs.count; ++run) {
    const std::int32_t y = run / runs.columns * p.dilation_h, x = run % runs.columns * p.dilation_w;
    offsets[run] = (y * padded.width + x) * p.in_c;
  }
  const std::int32_t group_channels = p.out_c / p.groups, blocks = blocks_per_group(p);
  for (std::int32_t n = 0; n < p.batches; ++n) {
    padded.fill(p, input<std::int8_t>(args, 0) + std::int64_t{n} * p.in_h * p.in_w * p.in_c, image);
    std::int8_t* output_image = output<std::int8_t>(args, 0) + std::int64_t{n} * p.out_h * p.out_w * p.out_c;
    for (std::int32_t block = 0; block < p.groups * blocks; ++block) {
      const std::int32_t group = block / blocks, within = block % blocks * kChannels;
      const std::int32_t first = group * group_channels + within, channels = std::min(kChannels, group_channels - within);
      pack_block(runs, constant<std::int8_t>(args, 0) + std::int64_t{first} * runs.count * runs.length, channels, packed);
      const simd::ChannelScales8 scales(constant<std::int32_t>(args, 1), constant<std::int32_t>(args, 2), constant<std::int8_t>(args, 3),
                                        first, channels);
      run_block(p, scales, runs, padded.width, image + group * (p.in_c / p.groups), offsets, packed, first, channels, output_image);
    }
  }
}

}  // namespace thimble
