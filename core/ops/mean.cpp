#include <algorithm>

#include "core/base/text.h"
#include "core/ops/shared.h"

extern "C" {
#include "core/kernels/device/mean_s16.h"
#include "core/kernels/device/mean_s8.h"
}

namespace thimble {
namespace {

constexpr AttrSpec kAttrs[] = {{.name = "axes", .type = AttrType::integers}, {.name = "keep_dims", .low = 0, .high = 1}};

Result<std::vector<Shape>> infer_shape(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto axes = node.integers("axes");
  for (const std::int64_t axis : axes) {
    if (axis < 0 || axis >= static_cast<std::int64_t>(in.size())) return bad_data("axis out of range of shape " + shape_text(in));
  }
  Shape out;
  for (std::size_t i = 0; i < in.size(); ++i) {
    const bool reduced = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
    if (!reduced) out.push_back(in[i]);
    if (reduced && node.integer("keep_dims") == 1) out.push_back(1);
  }
  return std::vector<Shape>{out};
}

NodeCost cost(const NodeView& node) { return {WorkKind::pool, 0, node.graph().value_elements(node.input(0))}; }

struct Reduction {
  std::int64_t outer = 1, count = 1, inner = 1;
};

// Reduced dimensions have to be neighbours (dimensions of size 1 do not separate them).
Result<Reduction> reduction_of(const NodeView& node) {
  const Shape& in = node.in_shape(0);
  const auto axes = node.integers("axes");
  Reduction out;
  bool started = false, ended = false;
  for (std::size_t i = 0; i < in.size(); ++i) {
    if (in[i] == 1) continue;
    const bool reduced = std::find(axes.begin(), axes.end(), static_cast<std::int64_t>(i)) != axes.end();
    if (reduced && ended) return unsupported("mean over dimensions that are not neighbours", "Transpose first, or take two means.");
    (reduced ? out.count : started ? out.inner : out.outer) *= in[i];
    ended = started && !reduced;
    started = started || reduced;
  }
  return out;
}

template <class Params>
Result<std::vector<KernelCall>> call_of(const NodeView& node, KernelId kernel) {
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  THIMBLE_TRY(const Reduction r, reduction_of(node));
  if (r.count < 1 || r.count > (1 << 23)) return unsupported("mean of more than 2^23 elements, or of none");
  const FixedPointScale scale = mean_scale(in.scale, out.scale, r.count);
  Params params{};
  params.outer = int32_of(r.outer), params.count = int32_of(r.count), params.inner = int32_of(r.inner);
  params.multiplier = scale.multiplier, params.shift = scale.shift;
  if constexpr (requires { params.in_zero_point; }) {
    params.in_zero_point = in.zero_point, params.out_zero_point = out.zero_point;
  } else {
    THIMBLE_TRY_VOID(expect_symmetric(node));
  }
  return std::vector<KernelCall>{unary_call(kernel, params_of(params))};
}

Result<std::vector<KernelCall>> lower(const NodeView& node) {
  if (node.in_dtype(0) == DType::s8 && node.out_dtype() == DType::s8) return call_of<thimble_mean_s8_params>(node, KernelId::mean_s8);
  if (node.in_dtype(0) == DType::s16 && node.out_dtype() == DType::s16) return call_of<thimble_mean_s16_params>(node, KernelId::mean_s16);
  return no_kernel(node, "s8 or s16");
}

constexpr KernelId kKernels[] = {KernelId::mean_s8, KernelId::mean_s16};

}  // namespace

const OpDef op_mean{.doc = "mean over some axes",
                    .attrs = kAttrs,
                    .infer_shape = infer_shape,
                    .cost = cost,
                    .lower = lower,
                    .kernels = kKernels,
                    .quant = kOwnScales};

}  // namespace thimble
