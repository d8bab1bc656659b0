// Layers of int16 activations, made of those of int8: what is 256 times as large at both ends has the same scales.
#include <cstdlib>

#include "tests/support/emitted_cases.h"

extern "C" {
#include "core/kernels/device/conv2d_s16.h"
#include "core/kernels/device/conv2d_s8.h"
#include "core/kernels/device/depthwise_conv2d_s16.h"
#include "core/kernels/device/depthwise_conv2d_s8.h"
#include "core/kernels/device/fully_connected_s16.h"
#include "core/kernels/device/fully_connected_s8.h"
}

namespace thimble::test {
namespace {

std::vector<std::int32_t> conv2d_params(const KernelCall& call, std::int32_t out_min, std::int32_t out_max) {
  const auto p = params_as<thimble_conv2d_s8_params>(call);
  return params_of(thimble_conv2d_s16_params{p.batches, p.in_h, p.in_w, p.in_c, p.out_h, p.out_w, p.out_c, p.filter_h, p.filter_w, p.groups,
                                             p.stride_h, p.stride_w, p.dilation_h, p.dilation_w, p.pad_top, p.pad_left, out_min, out_max,
                                             64});
}

std::vector<std::int32_t> depthwise_params(const KernelCall& call, std::int32_t out_min, std::int32_t out_max) {
  const auto p = params_as<thimble_depthwise_conv2d_s8_params>(call);
  return params_of(thimble_depthwise_conv2d_s16_params{p.batches, p.in_h, p.in_w, p.in_c, p.out_h, p.out_w, p.depth_multiplier, p.filter_h,
                                                       p.filter_w, p.stride_h, p.stride_w, p.dilation_h, p.dilation_w, p.pad_top,
                                                       p.pad_left, out_min, out_max});
}

}  // namespace

EmittedCase as_s16(const EmittedCase& c, std::int32_t out_min, std::int32_t out_max) {
  EmittedCase out = c;
  out.name += " s16";
  KernelCall& call = out.call;
  if (c.call.kernel == KernelId::conv2d_s8) {
    call.kernel = KernelId::conv2d_s16;
    call.params = conv2d_params(c.call, out_min, out_max);
  } else if (c.call.kernel == KernelId::depthwise_conv2d_s8) {
    call.kernel = KernelId::depthwise_conv2d_s16;
    call.params = depthwise_params(c.call, out_min, out_max);
  } else if (c.call.kernel == KernelId::fully_connected_s8) {
    const auto p = params_as<thimble_fully_connected_s8_params>(c.call);
    call.kernel = KernelId::fully_connected_s16;
    call.params = params_of(thimble_fully_connected_s16_params{p.batches, p.in_c, p.out_c, out_min, out_max});
  } else {
    std::abort();
  }
  std::vector<std::int64_t> bias;
  for (const std::int32_t value : c.call.constants[1].bytes.copy_as<std::int32_t>()) bias.push_back(std::int64_t{value} * 256);
  call.constants[1] = {ElementType::s64, Blob::of(bias)};
  out.input_bytes[0] *= 2;
  out.output_bytes *= 2;
  return out;
}

}  // namespace thimble::test
