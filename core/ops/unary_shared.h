// What operators of one number share: y = f(x) for every element, the shape unchanged. Floats by a kernel of the function's own,
// int8 by a table of 256 results of it, int16 by a table of 513 with straight lines between.
#pragma once

#include "core/kernels/lookup_tables.h"
#include "core/ops/float_shared.h"

namespace thimble {

// f(x) of a node; computed in doubles and rounded, because the last bit of float functions differs between C libraries.
using NodeFunction = double (*)(const NodeView&, double);

std::int32_t output_elements(const NodeView& node);
double real_of_integer(const NodeView& node, std::int32_t number);  // what it stands for in a quantized output 0
Result<std::vector<KernelCall>> lookup_call_s8(const NodeView& node, const std::vector<std::int8_t>& table);

// By tables of `f`; `kinks`: f has steps, between which no line is right, so int16 is refused.
Result<std::vector<KernelCall>> lower_by_table(const NodeView& node, const RealFunction& f, bool kinks = false);

template <NodeFunction kFunction>
RealFunction real_function(const NodeView& node) {
  return [&node](float x) { return static_cast<float>(kFunction(node, static_cast<double>(x))); };
}

// For a float kernel whose only parameter is the count.
template <KernelId kReal, NodeFunction kFunction, bool kKinks = false>
Result<std::vector<KernelCall>> lower_unary(const NodeView& node) {
  if (computes_floats(node)) return std::vector<KernelCall>{unary_call(kReal, {output_elements(node)})};
  return lower_by_table(node, real_function<kFunction>(node), kKinks);
}

template <KernelId kReal>
inline constexpr KernelId kUnaryKernels[] = {KernelId::lookup_s8, KernelId::lookup_s16, kReal};
template <KernelId kReal>
inline constexpr KernelId kStepKernels[] = {KernelId::lookup_s8, kReal};

using LowerFunction = Result<std::vector<KernelCall>> (*)(const NodeView&);

constexpr OpDef unary_op(std::string_view doc, LowerFunction lower, std::span<const KernelId> kernels,
                         std::span<const AttrSpec> attrs = {}) {
  return {.doc = doc,
          .attrs = attrs,
          .infer_shape = same_shape,
          .cost = elementwise_cost,
          .lower = lower,
          .kernels = kernels,
          .quant = kOwnScales};
}

}  // namespace thimble
