#include <cmath>
#include <numbers>

#include "core/ops/unary_shared.h"

namespace thimble {
namespace {

constexpr std::string_view kForms[] = {"none", "tanh"};
constexpr AttrSpec kAttrs[] = {{.name = "approximate", .type = AttrType::text, .choices = kForms, .text = "none"}};

// In floats as LiteRT's reference: ties of its int8 table depend on each rounding. erfc itself in double, whose float is the same
// with every C library.
double exact(const NodeView&, double x) {
  const auto real = static_cast<float>(x);
  const float argument = real * static_cast<float>(-std::numbers::sqrt2 / 2);
  return static_cast<double>(0.5F * real * static_cast<float>(std::erfc(static_cast<double>(argument))));
}
double by_tanh(const NodeView&, double x) {
  return 0.5 * x * (1.0 + std::tanh(std::sqrt(2.0 * std::numbers::inv_pi) * (x + 0.044715 * x * x * x)));
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.text("approximate") == "tanh") return lower_unary<KernelId::gelu_tanh_f32, by_tanh>(node);
  return lower_unary<KernelId::gelu_f32, exact>(node);
}

constexpr KernelId kKernels[] = {KernelId::lookup_s8, KernelId::lookup_s16, KernelId::gelu_f32, KernelId::gelu_tanh_f32};

}  // namespace

const OpDef op_gelu = unary_op("x times the normal distribution's share below x; `tanh`: its usual approximation", lower, kKernels, kAttrs);

}  // namespace thimble
