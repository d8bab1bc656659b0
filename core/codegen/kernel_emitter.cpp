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
std::span<const Isa> family(Isa isa) {
  static constexpr std::array kPortable{Isa::portable};
  static constexpr std::array kRv32{Isa::rv32, Isa::portable};
  static constexpr std::array kArmv7em{Isa::armv7em, Isa::portable};
  static constexpr std::array kArmv81m{Isa::armv81m, Isa::armv7em, Isa::portable};
  switch (isa) {
    case Isa::portable: return kPortable;
    case Isa::rv32: return kRv32;
    case Isa::armv7em: return kArmv7em;
    case Isa::armv81m: return kArmv81m;
  }
  return kPortable;
}

}  // namespace

std::string_view isa_name(Isa isa) {
  switch (isa) {
    case Isa::portable: return "portable";
    case Isa::rv32: return "rv32";
    case Isa::armv7em: return "armv7em";
    case Isa::armv81m: return "armv81m";
  }
  return "portable";
}

std::span<const KernelEmitter* const> all_emitters() { return kEmitters; }

const KernelEmitter* find_emitter(const KernelCall& call, Isa isa) {
  for (const Isa candidate : family(isa)) {
    for (const KernelEmitter* emitter : kEmitters) {
      if (emitter->isa == candidate && emitter->kernel == call.kernel && emitter->applies(call)) return emitter;
    }
  }
  return nullptr;
}

}  // namespace thimble
