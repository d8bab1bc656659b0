// Depthwise convolution as C99: channel by channel on a padded copy of the channel's plane, a block of neighbouring outputs
// at a time, so that an input is loaded once for all outputs and filter columns that it meets. As the plane is a copy, the
// output may overwrite an input of the same shape.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/codegen/kernel_emitter.h"

namespace thimble {

struct DepthwiseTile {
  std::int64_t outputs;           // most sums in a block
  std::int64_t resident_weights;  // filters of up to this many taps stay in registers for a whole channel
};
inline constexpr DepthwiseTile kRv32DepthwiseTile{.outputs = 6, .resident_weights = 9};
inline constexpr DepthwiseTile kPortableDepthwiseTile{.outputs = 4, .resident_weights = 0};

bool depthwise_conv2d_c99_applies(const KernelCall& call);
EmittedKernel emit_depthwise_conv2d_c99(const EmitRequest& request, const DepthwiseTile& tile, std::string_view isa);

}  // namespace thimble
