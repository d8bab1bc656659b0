// A depthwise convolution on the planes and rows of depthwise_rows_armv7em.h: the loop over channels, and over strips of rows
// where the planes of a whole channel would take too much scratch memory.
#pragma once

#include <string_view>
#include <vector>

#include "core/codegen/emitters/depthwise_rows_armv7em.h"
#include "core/codegen/kernel_emitter.h"

extern "C" {
#include "core/kernels/device/depthwise_conv2d_s8.h"
}

namespace thimble {

using DepthwiseGeometry = thimble_depthwise_conv2d_s8_params;  // of int16 layers too

bool depthwise_layer_applies(const DepthwiseGeometry& p, bool wide);

// The taps of every output channel, [channel][filter row][filter column], of weights [1, height, width, channels].
std::vector<std::vector<std::int8_t>> depthwise_filters(const DepthwiseGeometry& p, const std::vector<std::int8_t>& weights);

// `requant` says whether inputs and outputs are int8 or int16.
EmittedKernel emit_depthwise_layer(std::string_view name, const DepthwiseGeometry& p, const std::vector<std::vector<std::int8_t>>& filters,
                                   const std::vector<FoldedSum>& sums, const RequantPlan& requant);

}  // namespace thimble
