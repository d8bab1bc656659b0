#include "core/codegen/kernel_emitter.h"

#include <array>

namespace thimble {

#define THIMBLE_EMITTER(name) extern const KernelEmitter emitter_##name;
#include "core/codegen/emitters.def"
#undef THIMBLE_EMITTER

namespace {

constexpr const KernelEmitter* kEmitters[] = {
#define THIMBLE_EMITTER(name) &emitter_##name,
#include "core/codegen/emitters.def"
#undef THIMBLE_EMITTER
};

// What code for an instruction set may also be written for, best first.
std::span<const KernelSet> family(KernelSet kernel_set) {
  static constexpr std::array kPortable{KernelSet::portable};
  static constexpr std::array kArmv6m{KernelSet::armv6m, KernelSet::portable};
  static constexpr std::array kRv32{KernelSet::rv32, KernelSet::portable};
  static constexpr std::array kArmv7em{KernelSet::armv7em, KernelSet::portable};
  static constexpr std::array kArmv81m{KernelSet::armv81m, KernelSet::armv7em, KernelSet::portable};
  switch (kernel_set) {
    case KernelSet::portable: return kPortable;
    case KernelSet::armv6m: return kArmv6m;
    case KernelSet::rv32: return kRv32;
    case KernelSet::armv7em: return kArmv7em;
    case KernelSet::armv81m: return kArmv81m;
  }
  return kPortable;
}

}  // namespace

std::string_view kernel_set_name(KernelSet kernel_set) {
  switch (kernel_set) {
    case KernelSet::portable: return "portable";
    case KernelSet::armv6m: return "armv6m";
    case KernelSet::rv32: return "rv32";
    case KernelSet::armv7em: return "armv7em";
    case KernelSet::armv81m: return "armv81m";
  }
  return "portable";
}

std::string_view kernel_set_doc(KernelSet kernel_set) {
  switch (kernel_set) {
    case KernelSet::portable: return "any processor with a C99 compiler";
    case KernelSet::armv6m: return "Cortex-M0 and M0+";
    case KernelSet::rv32: return "RISC-V (RV32IM and up)";
    case KernelSet::armv7em: return "Cortex-M with the DSP extension (M4, M7, M33)";
    case KernelSet::armv81m: return "Cortex-M55 and up";
  }
  return "";
}

std::span<const KernelEmitter* const> all_emitters() { return kEmitters; }

const KernelEmitter* find_emitter(const KernelCall& call, KernelSet kernel_set) {
  for (const KernelSet candidate : family(kernel_set)) {
    for (const KernelEmitter* emitter : kEmitters) {
      if (emitter->kernel_set == candidate && emitter->kernel == call.kernel && emitter->applies(call)) return emitter;
    }
  }
  return nullptr;
}

}  // namespace thimble
