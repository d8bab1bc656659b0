// Depthwise convolution as C99: channel by channel on a padded copy of the channel's plane, a block of neighbouring outputs
// at a time, so that an input is loaded once for all outputs and filter columns that it meets. As the plane is a copy, the
// output may overwrite an input of the same shape.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/codegen/emitters/requantize_c99.h"

namespace thimble {

struct DepthwiseTile {
  std::int64_t outputs;           // most sums in a block
  std::int64_t resident_weights;  // filters of up to this many taps stay in registers for a whole channel
  // Armv6-M: the plane holds inputs + 128, since only unsigned bytes load with an offset; a weight is loaded once a block.
  bool unsigned_plane = false;
  HighMultiply high_multiply = HighMultiply::word;
};
inline constexpr DepthwiseTile kRv32DepthwiseTile{.outputs = 6, .resident_weights = 9};
inline constexpr DepthwiseTile kPortableDepthwiseTile{.outputs = 4, .resident_weights = 0};
inline constexpr DepthwiseTile kArmv6mDepthwiseTile{
    .outputs = 4, .resident_weights = 0, .unsigned_plane = true, .high_multiply = HighMultiply::halves};

bool depthwise_conv2d_c99_applies(const KernelCall& call);
EmittedKernel emit_depthwise_conv2d_c99(const EmitRequest& request, const DepthwiseTile& tile, std::string_view isa);

}  // namespace thimble
