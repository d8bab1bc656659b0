// fixed_point: from the real scales of tensors to the integers that device kernels take.
//   Every function computes in the precision that the reference uses for that operator (a scale is a float in the file;
//   some operators divide floats, some doubles): the last bit of a multiplier depends on it.
//   units   multiplier Q0.31 in [2^30, 2^31) or 0; shift is the exponent, left > 0; real = multiplier * 2^(shift - 31)
//   errors  none here: scales are positive and finite (the importer checks)
//   source  TensorFlow Lite 8-bit quantization specification; Jacob et al. 2018, arXiv:1712.05877, section 2.2
#pragma once

#include <cstdint>
#include <string_view>

namespace thimble {

struct FixedPointScale {
  std::int32_t multiplier = 0;
  std::int32_t shift = 0;
};

// Nearest multiplier (half away from zero). Below 2^-32 it is 0; 2^30 and above saturates, as no kernel shifts further.
FixedPointScale quantize_multiplier(double real);

// The clamp of a fused activation ("none", "relu", "relu6", "relu_n1_to_1") in the output's numbers.
struct ActivationRange {
  std::int32_t low = 0, high = 0;
};
ActivationRange activation_range(std::string_view activation, double scale, std::int32_t zero_point, std::int32_t qmin, std::int32_t qmax);

// in_scale * weight_scale / out_scale, of conv2d, depthwise_conv2d and fully_connected.
FixedPointScale weighted_scale(double in_scale, double weight_scale, double out_scale);

// The same as exact as a double holds it: (high * 2^31 + low) * 2^(shift - 62). fully_connected_s8, fully_connected_s16.
// The kernels round ties up, the reference rounds them away from zero: half a unit of the double's last place is added, which
// takes ties (and what a double would round to a tie) away from zero and nothing else.
struct WideScale {
  std::int32_t high = 0, low = 0, shift = 0;
};
WideScale wide_weighted_scale(double in_scale, double weight_scale, double out_scale);

// in_scale / out_scale: of quantize and mean in doubles; of relu, leaky_relu and their kin in floats.
FixedPointScale requantize_scale(double in_scale, double out_scale);
FixedPointScale relu_scale(double in_scale, double out_scale);
// in_scale * alpha / out_scale; alpha at least 0.
FixedPointScale leaky_relu_scale(double in_scale, double alpha, double out_scale);

// add and sub: both inputs are brought to 2 * max(a_scale, b_scale) / 2^left_shift. left_shift is 20 for int8, 15 for int16.
struct SumScales {
  std::int32_t left_shift = 0;
  FixedPointScale a, b, out;
};
SumScales sum_scales(double a_scale, double b_scale, double out_scale, std::int32_t left_shift);

// mul: a_scale * b_scale / out_scale.
FixedPointScale product_scale(double a_scale, double b_scale, double out_scale);

// div: a_scale / (b_scale * out_scale) in floats; batch_matmul: a_scale * b_scale in floats, / out_scale in doubles.
FixedPointScale quotient_scale(double a_scale, double b_scale, double out_scale);
FixedPointScale matmul_scale(double a_scale, double b_scale, double out_scale);

// mean: in_scale / (out_scale * count), with the rounding of the reference, which divides the multiplier.
FixedPointScale mean_scale(double in_scale, double out_scale, std::int64_t count);

// softmax_s8: beta * in_scale in Q5.26, and the difference from the maximum below which exp counts as 0.
struct SoftmaxScale {
  std::int32_t multiplier = 0, shift = 0, diff_min = 0;
};
SoftmaxScale softmax_scale(double in_scale, double beta);
// log_softmax_s8: from Q5.26 back to steps of the input, as the reference inverts it.
FixedPointScale log_softmax_reverse_scale(const SoftmaxScale& scale);
// softmax_s16: brings differences in [-10, 0] to [-65535, 0].
FixedPointScale softmax_s16_scale(double in_scale, double beta);

// hard_swish_s8: 16-bit multipliers Q0.15 with exponents.
struct HardSwishScales {
  std::int32_t out_multiplier = 0, out_exponent = 0;  // out_exponent at most 0 in a valid model
  std::int32_t reluish_multiplier = 0, reluish_exponent = 0;
};
HardSwishScales hard_swish_scales(double in_scale, double out_scale);

// logistic_s16, tanh_s16: the input is multiplied by multiplier / 2^shift to count in 1 / (3 * 4096).
struct SigmoidScale {
  std::int32_t multiplier = 0, shift = 0;
};
SigmoidScale logistic_s16_scale(double in_scale);
SigmoidScale tanh_s16_scale(double in_scale);

}  // namespace thimble
