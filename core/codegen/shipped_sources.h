// shipped_sources: the files that a network's C includes as they are: snippets of its emitters and the portable kernels it
//   calls, with the headers that those share; below src/thimble/.
#pragma once

#include <vector>

#include "core/codegen/network_program.h"
#include "core/codegen/write_network.h"

namespace thimble {

std::vector<EmittedFile> shipped_sources(const NetworkProgram& program);

// One of core/codegen/snippets or core/kernels/device, by file name, as it is shipped.
EmittedFile shipped_source(std::string_view name);

}  // namespace thimble
