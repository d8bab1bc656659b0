#include "core/targets/compiler_flags.h"

namespace thimble {
namespace {

std::string_view flags_of(Isa isa) {
  switch (isa) {
    case Isa::armv6m: return "-mthumb -mcpu=cortex-m0plus";
    case Isa::armv7m: return "-mthumb -mcpu=cortex-m3";
    case Isa::armv7em: return "-mthumb -mcpu=cortex-m4";
    case Isa::armv8m_dsp: return "-mthumb -mcpu=cortex-m33";
    case Isa::armv81m_mve: return "-mthumb -mcpu=cortex-m55";
    case Isa::rv32imc: return "-march=rv32imc -mabi=ilp32";
    case Isa::xtensa_lx6:
    case Isa::xtensa_lx7:
    case Isa::aarch64: return "";
  }
  return "";
}

}  // namespace

std::string_view compiler_flags(const Device& device) {
#define THIMBLE_CORE(name, doc, library, flags) \
  if (device.core == #name) return flags;
#include "core/targets/cores.def"
#undef THIMBLE_CORE
  return flags_of(device.isa);
}

bool compiles_for_fpu(const Device& device) { return compiler_flags(device).find("-mfloat-abi=hard") != std::string_view::npos; }

}  // namespace thimble
