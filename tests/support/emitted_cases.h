// Layers with random constants for testing and measuring emitted kernels.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "tests/support/emitted_program.h"

namespace thimble::test {

enum class Padding { same, valid };

// What makes requantization different: the order of the bits that a test wants to reach.
enum class Scales {
  per_channel,  // random multipliers, shifts that spread the outputs over the int8 range and beyond
  uniform,      // one for all channels
  ties,         // powers of two: many sums fall on a tie of either rounding
  extreme,      // left shifts, very long right shifts, multiplier 0
};

struct LayerOptions {
  Scales scales = Scales::per_channel;
  bool relu = true;
  std::int32_t in_zero_point = -128;
  std::int32_t out_zero_point = -128;
};

struct ConvShape {
  std::int32_t in_h, in_w, in_c, out_c, filter_h, filter_w, stride_h, stride_w;
  Padding padding = Padding::same;
  std::int32_t dilation_h = 1, dilation_w = 1, batches = 1;
};

EmittedCase conv2d_case(Rng& rng, const ConvShape& shape, const LayerOptions& options);
EmittedCase depthwise_case(Rng& rng, const ConvShape& shape, const LayerOptions& options);  // out_c is a multiple of in_c
EmittedCase fully_connected_case(Rng& rng, std::int32_t batches, std::int32_t in_c, std::int32_t out_c, const LayerOptions& options);

// A case of one of the three above with int16 activations: no zero points, outputs in [out_min, out_max].
EmittedCase as_s16(const EmittedCase& c, std::int32_t out_min, std::int32_t out_max);

// Pooling over windows of `shape` (its out_c is not used).
EmittedCase average_pool_case(const ConvShape& shape, std::int32_t out_min, std::int32_t out_max);
EmittedCase max_pool_case(const ConvShape& shape, std::int32_t out_min, std::int32_t out_max);
EmittedCase mean_case(Rng& rng, std::int32_t outer, std::int32_t count, std::int32_t inner);

// Elementwise on two tensors of `count` elements; scales of the inputs in units of the output's.
struct ElementwiseScales {
  double a, b;
  std::int32_t a_zero_point, b_zero_point, out_zero_point;
  bool relu;
};
EmittedCase add_case(std::int32_t count, const ElementwiseScales& scales);
EmittedCase sub_case(std::int32_t count, const ElementwiseScales& scales);
EmittedCase mul_case(std::int32_t count, const ElementwiseScales& scales);

// The layers of the MLPerf Tiny networks that have emitters, with random weights.
std::vector<EmittedCase> kws_layers(Rng& rng);
std::vector<EmittedCase> ic_layers(Rng& rng);
std::vector<EmittedCase> ad_layers(Rng& rng);

}  // namespace thimble::test
