// measure_code: the linked size of a network's code, by the cross compiler of its device where one is installed.
//   method  the package's sources are compiled as its build files say (-O3) and linked with --gc-sections into a program that
//           runs the network once; an empty program's size and the constant arrays' are taken off. Stack: along
//           the deepest call, see call_graph.h.
#pragma once

#include <optional>

#include "core/pipeline/build_network.h"
#include "native/cli/command.h"

namespace thimble::cli {

inline constexpr OptionDef kNoCompilerOption{"--no-compiler", "", "predict code size even where a cross compiler is found"};

// Nothing where no compiler for the device is in PATH, or it fails. Ctrl-C leaves no files behind and is the error `cancelled`.
Result<std::optional<CompiledSizes>> measure_code(const NetworkProgram& program, const Device& device);

}  // namespace thimble::cli
