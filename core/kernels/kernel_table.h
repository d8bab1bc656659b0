// Declares every kernel_<name> of kernels.def, and the typed views of KernelArgs that their run functions use.
#pragma once

#include <type_traits>

#include "core/kernels/kernel_def.h"

namespace thimble {

#define THIMBLE_KERNEL(name) extern const KernelDef kernel_##name;
#include "core/kernels/kernels.def"
#undef THIMBLE_KERNEL

template <class Params>
const Params* params_ptr(const KernelArgs& args) {
  return reinterpret_cast<const Params*>(args.params);
}
template <class T>
const T* input(const KernelArgs& args, std::size_t i) {
  return static_cast<const T*>(args.inputs[i]);
}
template <class T>
const T* constant(const KernelArgs& args, std::size_t i) {
  return static_cast<const T*>(args.constants[i]);
}
template <class T>
T* output(const KernelArgs& args, std::size_t i) {
  return static_cast<T*>(args.outputs[i]);
}

}  // namespace thimble
