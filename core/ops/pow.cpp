#include <cmath>

#include "core/ops/broadcast.h"
#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/pow_f32.h"
}

namespace thimble {
namespace {

// The exponent, where it is one constant number.
std::optional<double> constant_exponent(const NodeView& node) {
  const Blob* blob = node.graph().constant(node.input(1));
  if (!blob || node.graph().value_elements(node.input(1)) != 1) return std::nullopt;
  if (node.in_dtype(1) == DType::f32) return static_cast<double>(blob->copy_as<float>()[0]);
  const QuantParams* quant = node.graph().quant(node.input(1));
  if (!quant || node.in_dtype(1) != DType::s8) return std::nullopt;
  return (blob->copy_as<std::int8_t>()[0] - quant->zero_points[0]) * static_cast<double>(quant->scales[0]);
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (all_operands_are(node, DType::f32)) return plain_binary_call<thimble_pow_f32_params>(node, KernelId::pow_f32);
  const std::optional<double> exponent = constant_exponent(node);
  if (!exponent) return no_kernel(node, "f32, or s8 and s16 to a constant power");
  return lower_by_table(node, [&](float x) { return static_cast<float>(std::pow(static_cast<double>(x), *exponent)); });
}

constexpr KernelId kKernels[] = {KernelId::lookup_s8, KernelId::lookup_s16, KernelId::pow_f32};

}  // namespace

constexpr QuantRule kRule{.kind = QuantRule::Kind::own_scales, .float_constants = true};

const OpDef op_pow = binary_op("a to the power of b with broadcasting", lower, kKernels, kRule);

}  // namespace thimble
