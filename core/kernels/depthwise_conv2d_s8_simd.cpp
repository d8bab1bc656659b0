// depthwise_conv2d_s8 in vectors: eight channels at once, two taps a product. A channel multiplier other than one is left to the
// device kernel.
#include "core/kernels/kernel_table.h"
#include "core/kernels/simd_requantize.h"
#include "core/kernels/simd_twins.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s8.h"
}

namespace thimble {
namespace {

using simd::I16x8;
using simd::I32x4;

constexpr std::int32_t kChannels = 8;

std::int32_t tap_pairs(const thimble_depthwise_conv2d_s8_params& p) { return (p.filter_h * p.filter_w + 1) / 2; }

// Of eight channels from `first` on: pair of taps, channel, the two taps. Taps and channels that are not there are zero.
void pack_block(const thimble_depthwise_conv2d_s8_params& p, const std::int8_t* weights, std::int32_t first, std::int16_t* to) {
  const std::int32_t taps = p.filter_h * p.filter_w;
  for (std::int32_t tap = 0; tap < taps; tap += 2) {
    for (std::int32_t c = first; c < first + kChannels; ++c) {
      *to++ = c < p.in_c ? weights[tap * p.in_c + c] : std::int16_t{0};
      *to++ = c < p.in_c && tap + 1 < taps ? weights[(tap + 1) * p.in_c + c] : std::int16_t{0};
    }
  }
}

void sum_channels(std::int32_t pairs, const std::int16_t* at, const std::int32_t* offsets, const std::int16_t* packed,
                  std::int32_t (&sums)[kChannels]) {
  I32x4 low = simd::zero(), high = low;
  for (std::int32_t pair = 0; pair < pairs; ++pair, packed += 2 * kChannels) {
    const I16x8 a = simd::load(at + offsets[2 * pair]), b = simd::load(at + offsets[2 * pair + 1]);
    low = simd::add(low, simd::madd(simd::zip_low(a, b), simd::load(packed)));
    high = simd::add(high, simd::madd(simd::zip_high(a, b), simd::load(packed + kChannels)));
  }
  simd::store(sums, low), simd::store(sums + 4, high);
}

}  // namespace

std::size_t depthwise_conv2d_s8_simd_scratch(std::span<const std::int32_t> params) {
  thimble_depthwise_conv2d_s8_params p;
  std::memcpy(&p, params.data(), sizeof p);
  if (p.depth_multiplier != 1) return 0;
  const auto pairs = static_cast<std::size_t>(tap_pairs(p));
  return pairs * 2 * sizeof(std::int32_t) +
         (pairs * 2 * kChannels + static_cast<std::size_t>(simd::PaddedImage(p).elements) + 8) * sizeof(std::int16_t);
}

void run_depthwise_conv2d_s8_simd(const KernelArgs& args) {
  const thimble_depthwise_conv2d_s8_params& p = *params_ptr<thimble_depthwise_conv2d_s8_params>(args);
  const auto *bias = constant<std::int32_t>(args, 1), *multiplier = constant<std::int32_t>(args, 2);
  const auto *weights = constant<std::int8_t>(args, 0), *shift = constant<std::int8_t>(args, 3);
  if (p.depth_multiplier != 1) {
    thimble_depthwise_conv2d_s8(&p, input<std::int8_t>(args, 0), weights, bias, multiplier, shift, output<std::int8_t>(args, 0));
    return;
  }
  const simd::PaddedImage padded(p);
  const simd::OutputRange range{p.out_zero_point, p.out_min, p.out_max};
  const std::int32_t pairs = tap_pairs(p), taps = p.filter_h * p.filter_w, positions = p.out_h * p.out_w;
  auto* offsets = static_cast<std::int32_t*>(args.scratch);
  auto* packed = reinterpret_cast<std::int16_t*>(offsets + 2 * pairs);
  std::int16_t* image = packed + pairs * 2 * kChannels;
  for (std::int32_t i = 0; i < 2 * pairs; ++i) {
    const std::int32_t tap = std::min(i, taps - 1);
    offsets[i] = (tap / p.filter_w * p.dilation_h * padded.width + tap % p.filter_w * p.dilation_w) * p.in_c;
  }
  for (std::int32_t n = 0; n < p.batches; ++n) {
    padded.fill(p, input<std::int8_t>(args, 0) + std::int64_t{n} * p.in_h * p.in_w * p.in_c, image);
    std::int8_t* to = output<std::int8_t>(args, 0) + std::int64_t{n} * positions * p.in_c;
    for (std::int32_t first = 0; first < p.in_c; first += kChannels) {
      pack_block(p, weights, first, packed);
      const std::int32_t channels = std::min(kChannels, p.in_c - first);
      const simd::ChannelScales8 scales(bias, multiplier, shift, first, channels);
      for (std::int32_t i = 0; i < positions; ++i) {
        const std::int64_t pixel = std::int64_t{i / p.out_w} * p.stride_h * padded.width + std::int64_t{i % p.out_w} * p.stride_w;
        std::int32_t sums[kChannels];
        sum_channels(pairs, image + pixel * p.in_c + first, offsets, packed, sums);
        simd::requantize8(sums, scales, range, channels, to + std::int64_t{i} * p.in_c + first);
      }
    }
  }
}

}  // namespace thimble
