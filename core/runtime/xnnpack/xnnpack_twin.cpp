#include "core/runtime/xnnpack/xnnpack_twin.h"

#include <cstring>

#include "core/base/half.h"

namespace thimble {

namespace {

constexpr const XnnpackTwin* kTwins[] = {
#define THIMBLE_XNNPACK(name) &xnnpack_##name,
#include "core/runtime/xnnpack/xnnpack.def"
#undef THIMBLE_XNNPACK
};

struct Storage {
  KernelId stored, plain;
  bool scaled;           // int8 weights, and their scales as constant 1
  bool channels_last;    // the output channel is the last dimension of the weights, not the first
};
constexpr Storage kStorages[] = {
    {KernelId::conv2d_f32_f16, KernelId::conv2d_f32, false, false},
    {KernelId::conv2d_f32_s8, KernelId::conv2d_f32, true, false},
    {KernelId::depthwise_conv2d_f32_f16, KernelId::depthwise_conv2d_f32, false, true},
    {KernelId::depthwise_conv2d_f32_s8, KernelId::depthwise_conv2d_f32, true, true},
    {KernelId::fully_connected_f32_f16, KernelId::fully_connected_f32, false, false},
    {KernelId::fully_connected_f32_s8, KernelId::fully_connected_f32, true, false},
};

std::vector<float> expanded_weights(const KernelCall& call, const Storage& storage) {
  std::vector<float> out;
  if (!storage.scaled) {
    for (const std::uint16_t half : call.constants[0].bytes.copy_as<std::uint16_t>()) out.push_back(float_of_half(half));
    return out;
  }
  const std::vector<float> scales = call.constants[1].bytes.copy_as<float>();
  const std::vector<std::int8_t> weights = call.constants[0].bytes.copy_as<std::int8_t>();
  const std::size_t filter = weights.size() / scales.size();
  for (std::size_t i = 0; i < weights.size(); ++i)
    out.push_back(scales[storage.channels_last ? i % scales.size() : i / filter] * static_cast<float>(weights[i]));
  return out;
}

xnn_status setup_clamp(xnn_operator_t op, const XnnpackAddresses& at) { return xnn_setup_unary_elementwise_nc(op, at.output, at.output); }

}  // namespace

const XnnpackTwin* find_xnnpack_twin(KernelId kernel) {
  for (const XnnpackTwin* twin : kTwins) {
    if (twin->kernel == kernel) return twin;
  }
  return nullptr;
}

bool start_xnnpack() { return xnn_initialize(nullptr) == xnn_status_success; }

KernelCall with_float_weights(const KernelCall& call) {
  for (const Storage& storage : kStorages) {
    if (storage.stored != call.kernel) continue;
    KernelCall out = call;
    out.kernel = storage.plain;
    out.constants = {{ElementType::f32, Blob::of(expanded_weights(call, storage))}, call.constants.back()};
    return out;
  }
  return call;
}

std::optional<XnnpackStep> unary_step(xnn_unary_operator kind, const xnn_unary_params* params, std::int32_t count, pthreadpool_t pool) {
  xnn_operator_t op = nullptr;
  if (xnn_create_unary_elementwise_nc(kind, xnn_datatype_fp32, xnn_datatype_fp32, params, nullptr, nullptr, 0, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(
      op, [](xnn_operator_t self, const XnnpackAddresses& at) { return xnn_setup_unary_elementwise_nc(self, at.inputs[0], at.output); });
  if (xnn_reshape_unary_elementwise_nc(op, static_cast<std::size_t>(count), 1, 1, 1, pool) != xnn_status_success) return std::nullopt;
  return step;
}

std::optional<XnnpackStep> binary_step(xnn_binary_operator kind, const KernelCall& call, bool clamps, pthreadpool_t pool) {
  BinaryShape shape;
  THIMBLE_CHECK(call.params.size() * sizeof(std::int32_t) >= sizeof shape);
  std::memcpy(&shape, call.params.data(), sizeof shape);
  std::size_t a[4], b[4];
  std::int32_t count = 1;
  for (int i = 0; i < 4; ++i) {
    a[i] = shape.a_stride[i] ? static_cast<std::size_t>(shape.size[i]) : 1;
    b[i] = shape.b_stride[i] ? static_cast<std::size_t>(shape.size[i]) : 1;
    // A dimension that neither steps through would vanish from the output.
    if (a[i] == 1 && b[i] == 1 && shape.size[i] != 1) return std::nullopt;
    count *= shape.size[i];
  }
  xnn_operator_t op = nullptr;
  if (xnn_create_binary_elementwise_nd(kind, xnn_datatype_fp32, nullptr, nullptr, nullptr, 0, &op) != xnn_status_success)
    return std::nullopt;
  XnnpackStep step = one_operator(op, [](xnn_operator_t self, const XnnpackAddresses& at) {
    return xnn_setup_binary_elementwise_nd(self, at.inputs[0], at.inputs[1], at.output);
  });
  if (xnn_reshape_binary_elementwise_nd(op, 4, a, 4, b, pool) != xnn_status_success) return std::nullopt;
  if (!clamps) return step;
  float range[2];
  std::memcpy(range, reinterpret_cast<const std::byte*>(call.params.data()) + sizeof shape, sizeof range);
  const xnn_unary_params bounds{.clamp = {.min = lower_bound(range[0]), .max = upper_bound(range[1])}};
  if (bounds.clamp.min == -std::numeric_limits<float>::infinity() && bounds.clamp.max == std::numeric_limits<float>::infinity())
    return step;
  std::optional<XnnpackStep> clamp = unary_step(xnn_unary_clamp, &bounds, count, pool);
  if (!clamp) return std::nullopt;
  clamp->operators[0].setup = setup_clamp;
  step.operators.push_back(std::move(clamp->operators[0]));
  return step;
}

}  // namespace thimble
