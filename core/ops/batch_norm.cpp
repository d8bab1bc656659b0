#include <array>
#include <cmath>

#include "core/base/text.h"
#include "core/ops/float_shared.h"

extern "C" {
#include "core/kernels/device/batch_norm_f32.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "epsilon", .type = AttrType::real, .real = 1e-5}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  constexpr std::string_view kNames[] = {"x", "scale", "bias", "mean", "variance"};
  const Shape& in = node.in_shape(0);
  if (in.empty()) return bad_data("batch norm of a scalar, expected a last dimension of channels");
  for (std::size_t i = 1; i < std::size(kNames); ++i) {
    if (node.in_shape(i) == Shape{in.back()}) continue;
    return bad_data(std::string(kNames[i]) + " of shape " + shape_text(node.in_shape(i)) +
                    format(", expected one number for each of %lld channels", static_cast<long long>(in.back())));
  }
  if (!(node.real("epsilon") >= 0)) return bad_data("epsilon is " + number_text(node.real("epsilon")) + ", expected at least 0");
  return same_shape(node);
}

// The four statistics become two numbers a channel.
Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (!computes_floats(node)) return no_kernel(node, "f32");
  std::array<std::vector<float>, 4> numbers;  // scale, bias, mean, variance
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Blob* blob = node.graph().constant(node.input(i + 1));
    if (!blob || node.in_dtype(i + 1) != DType::f32) return unsupported(format("input %zu is not a constant of type f32", i + 1));
    numbers[i] = blob->copy_as<float>();
  }
  std::vector<float> factor, offset;
  for (std::size_t c = 0; c < numbers[0].size(); ++c) {
    const double variance = static_cast<double>(numbers[3][c]) + node.real("epsilon");
    if (!(variance > 0)) return bad_data(format("channel %zu: variance plus epsilon is not positive", c));
    const double of_channel = static_cast<double>(numbers[0][c]) / std::sqrt(variance);
    factor.push_back(static_cast<float>(of_channel));
    offset.push_back(static_cast<float>(static_cast<double>(numbers[1][c]) - static_cast<double>(numbers[2][c]) * of_channel));
  }
  const Shape& in = node.in_shape(0);
  const thimble_batch_norm_f32_params params{.rows = int32_of(rows_before_last(in)), .channels = int32_of(in.back())};
  return std::vector<KernelCall>{unary_call(KernelId::batch_norm_f32, params_of(params),
                                            {{ElementType::f32, Blob::of(factor)}, {ElementType::f32, Blob::of(offset)}})};
}

constexpr KernelId kKernels[] = {KernelId::batch_norm_f32};

}  // namespace

const OpDef op_batch_norm{.doc = "scale * (x - mean) / sqrt(variance + epsilon) + bias, for each channel of the last dimension",
                          .min_inputs = 5,
                          .max_inputs = 5,
                          .attrs = kAttrs,
                          .infer_shape = infer_shape,
                          .cost = elementwise_cost,
                          .lower = lower,
                          .kernels = kKernels};

}  // namespace thimble
