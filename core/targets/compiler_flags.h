// compiler_flags: what gcc and clang are told to compile for a device's core; packages say it, and code is measured with it.
#pragma once

#include <string_view>

#include "core/targets/device.h"

namespace thimble {

// "-mthumb -mcpu=cortex-m4 ..."; of a core that cores.def does not know, its instruction set's without an FPU; "" where we say none.
std::string_view compiler_flags(const Device& device);

// Whether those flags have floats computed by an FPU, and not by the compiler's library.
bool compiles_for_fpu(const Device& device);

}  // namespace thimble
