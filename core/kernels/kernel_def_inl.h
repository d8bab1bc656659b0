// Conversions between a kernel's params struct (members of four bytes) and the plain vector that calls carry.
#pragma once

#include <cstring>
#include <type_traits>

#include "core/base/check.h"
#include "core/kernels/kernel_def.h"

namespace thimble {

template <class Params>
Params params_as(const KernelCall& call) {
  static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) % sizeof(std::int32_t) == 0);
  THIMBLE_CHECK(call.params.size() * sizeof(std::int32_t) == sizeof(Params));
  Params params;
  std::memcpy(&params, call.params.data(), sizeof(Params));
  return params;
}

template <class Params>
std::vector<std::int32_t> params_of(const Params& params) {
  static_assert(std::is_trivially_copyable_v<Params> && sizeof(Params) % sizeof(std::int32_t) == 0);
  std::vector<std::int32_t> out(sizeof(Params) / sizeof(std::int32_t));
  std::memcpy(out.data(), &params, sizeof(Params));
  return out;
}

}  // namespace thimble
