// KernelDef: what the host and the emitter know about one device kernel; KernelCall: one use of it, ready to run or print.
//   A node of the graph is lowered (core/ops) to zero or more KernelCalls. The executor runs them, the emitter prints the
//   same numbers into C: this is why the host's results and the firmware's cannot differ.
//   Adding a kernel: core/kernels/device/<name>.{h,c} (the C99), core/kernels/<name>.cpp (its KernelDef), kernels.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/blob.h"

namespace thimble {

enum class KernelId : std::uint16_t {
#define THIMBLE_KERNEL(name) name,
#include "core/kernels/kernels.def"
#undef THIMBLE_KERNEL
};

enum class ElementType : std::uint8_t { s8, u8, s16, s32, s64, f32, f16 };  // f16: the bits of a half-precision float

std::size_t element_bytes(ElementType type);
std::string_view c_type_name(ElementType type);  // "int8_t"

// Pointers in the order of the C function: params, inputs, constants, outputs, scratch.
struct KernelArgs {
  const std::int32_t* params;
  std::span<const void* const> inputs;
  std::span<const void* const> constants;  // nullptr where an optional one is absent
  std::span<void* const> outputs;
  void* scratch;
};

struct ConstantSlot {
  std::string_view name;  // "weights"
  ElementType type;
  bool optional = false;
};

struct KernelDef {
  std::string_view name;                     // "conv2d_s8"; the C function is thimble_<name>, its struct thimble_<name>_params
  std::string_view doc;                      // one sentence
  std::span<const std::string_view> fields;  // members of the params struct in order; every one takes four bytes
  std::span<const std::string_view> real_fields = {};  // those of `fields` that are floats; their bits stand in params
  std::span<const ElementType> inputs = {};
  std::span<const ConstantSlot> constants = {};
  std::span<const ElementType> outputs = {};
  bool in_place = false;  // output 0 may be the very same buffer as input 0, where both have as many bytes
  std::span<const std::string_view> headers = {};  // shared headers that its sources include, e.g. "requantize.h"
  void (*run)(const KernelArgs&) = nullptr;
  std::size_t (*scratch_bytes)(std::span<const std::int32_t> params) = nullptr;  // nullptr: needs none
  // A quicker twin for the host (<name>_simd.cpp): the same bits, with scratch memory of its own size. nullptr: none.
  void (*run_fast)(const KernelArgs&) = nullptr;
  std::size_t (*fast_scratch_bytes)(std::span<const std::int32_t> params) = nullptr;
};

const KernelDef& kernel_def(KernelId id);
std::span<const KernelId> all_kernels();

struct ConstantArray {
  ElementType type;
  Blob bytes;  // empty: the optional slot is absent
};

struct KernelCall {
  KernelId kernel;
  std::vector<std::int32_t> params;      // in the order of KernelDef::fields; of floats the bits
  std::vector<std::uint8_t> inputs;      // which activation operands of the node, in kernel order
  std::vector<ConstantArray> constants;  // in the order of KernelDef::constants
  std::vector<std::uint8_t> outputs;     // which outputs of the node, in kernel order
};

// The params struct of a call, typed: `params_as<thimble_conv2d_s8_params>(call)`.
template <class Params>
Params params_as(const KernelCall& call);
template <class Params>
std::vector<std::int32_t> params_of(const Params& params);

}  // namespace thimble

#include "core/kernels/kernel_def_inl.h"
