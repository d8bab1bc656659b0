// KernelEmitter: writes one KernelCall as a C function made for its shapes, strides, zero points and shifts.
//   An emitter decides first (`applies`: shapes and value ranges it is proven for) and writes afterwards; where none of the
//   instruction set's emitters applies, the package calls the portable kernel of core/kernels/device with constant params.
//   Every emitter is held bit for bit against the portable kernel: on the host with C stand-ins for the instructions, and
//   in QEMU.
//   Adding one: core/codegen/emitters/<op>_<types>_<isa>.cpp and a line in emitters.def (the order is the preference).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kernels/kernel_def.h"

namespace thimble {

// What the emitted code may rely on. A device's core maps to one of these (core/targets).
enum class KernelSet : std::uint8_t {
  portable,  // C99 only: M3, Xtensa, the host
  armv6m,    // C99 shaped for eight registers and unsigned bytes: M0, M0+
  rv32,      // C99 shaped for a 32-register machine
  armv7em,   // Cortex-M4, M7, M33: the DSP extension, inline assembly with C stand-ins
  armv81m,   // Cortex-M55: MVE (seam; falls back to armv7em's code)
};

std::string_view kernel_set_name(KernelSet kernel_set);
std::string_view kernel_set_doc(KernelSet kernel_set);  // the processors, in words

struct EmittedArray {
  std::string name;     // "kws_conv1_weights"
  std::string c_type;   // "int8_t", "int16_t", "int32_t", "uint32_t"
  Blob bytes;           // little-endian elements of c_type
  int alignment = 4;    // bytes
  std::string comment;  // layout in one sentence
};

// A function that layers of the same shape share. Its name encodes everything that its text depends on, so that equal
// names are equal texts: the package prints each name once, before the first function that uses it, in order of first use.
struct EmittedHelper {
  std::string name;        // "conv2d_1x1_s11_d1_p00_1x25x5x64_25x5x64_..."
  std::string definition;  // `static ... <name>(...) {...}`; takes what differs between layers (constants) as arguments
  // What a package may call it, shortest first: the first that no other function of the network could have, else the last
  // with a number. None: its name.
  std::vector<std::string> labels = {};
};

struct EmittedKernel {
  // `static void <name>(const T *input[, const T *input2], T *output[, void *scratch])`; the scratch parameter is there
  // exactly when scratch_bytes > 0. Pointers are 4-byte aligned. Private code may stand before it under names of <name>_.
  std::string definition;
  std::vector<EmittedHelper> helpers;  // in the order they need each other
  std::vector<EmittedArray> arrays;
  std::vector<std::string> includes;  // snippets from core/codegen/snippets/ that the file needs once: "dsp.h"
  std::int64_t scratch_bytes = 0;     // besides input and output
  bool in_place = false;              // output may start where input 0 starts (it may be smaller or larger)
};

struct EmitRequest {
  const KernelCall& call;
  std::string_view name;  // C identifier of the function; its arrays are <name>_<what>
};

struct KernelEmitter {
  std::string_view name;  // "conv2d_s8_armv7em"
  std::string_view doc;   // the method in one sentence
  KernelId kernel;
  KernelSet kernel_set;
  bool (*applies)(const KernelCall& call);
  EmittedKernel (*emit)(const EmitRequest& request);
};

std::span<const KernelEmitter* const> all_emitters();

// The first emitter of the list that applies, looking at the ISA's own, then at those it falls back to; nullptr: none.
const KernelEmitter* find_emitter(const KernelCall& call, KernelSet kernel_set);

}  // namespace thimble
