#include "core/ops/unary_shared.h"

extern "C" {
#include "core/kernels/device/lookup_s16.h"
#include "core/kernels/device/lookup_s8.h"
}

namespace thimble {

std::int32_t output_elements(const NodeView& node) { return int32_of(node.graph().value_elements(node.output())); }

double real_of_integer(const NodeView& node, std::int32_t number) {
  const QuantParams* quant = node.graph().quant(node.output());
  THIMBLE_CHECK(quant != nullptr);
  return static_cast<double>(static_cast<float>(number - quant->zero_points[0]) * quant->scales[0]);
}

Result<std::vector<KernelCall>> lookup_call_s8(const NodeView& node, const std::vector<std::int8_t>& table) {
  const thimble_lookup_s8_params params{.count = output_elements(node)};
  return std::vector<KernelCall>{unary_call(KernelId::lookup_s8, params_of(params), {{ElementType::s8, Blob::of(table)}})};
}

Result<std::vector<KernelCall>> lower_by_table(const NodeView& node, const RealFunction& f, bool kinks) {
  const DType type = node.in_dtype(0);
  if (type != node.out_dtype() || (type != DType::s8 && (type != DType::s16 || kinks)))
    return no_kernel(node, kinks ? "f32 or s8" : "f32, s8 or s16");
  THIMBLE_TRY_VOID(expect_symmetric(node));
  THIMBLE_TRY(const TensorScale in, input_scale(node, 0));
  THIMBLE_TRY(const TensorScale out, output_scale(node));
  if (type == DType::s8) return lookup_call_s8(node, lookup_table_s8(in.scale, in.zero_point, out.scale, out.zero_point, f));
  const ConstantArray table{ElementType::s16, Blob::of(lookup_table_s16(in.scale, out.scale, f))};
  const thimble_lookup_s16_params params{.count = output_elements(node)};
  return std::vector<KernelCall>{unary_call(KernelId::lookup_s16, params_of(params), {table})};
}

}  // namespace thimble
