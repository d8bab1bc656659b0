// shipped_sources: the files that a network's C includes as they are: snippets of its emitters and the portable kernels it
//   calls, with the headers that those share; below src/<name>_kernels/. Functions with linkage are named after the network
//   (thimble_softmax_s8 is kws_softmax_s8 there): packages of several networks, and of several versions of Thimble, link into
//   one program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/codegen/network_program.h"
#include "core/codegen/write_network.h"

namespace thimble {

std::vector<EmittedFile> shipped_sources(const NetworkProgram& program);

// One of core/codegen/snippets or core/kernels/device, by file name, as it is shipped.
EmittedFile shipped_source(const NetworkProgram& program, std::string_view name);

// Where it lies below src/: what includes name.
std::string shipped_path(const NetworkProgram& program, std::string_view name);

}  // namespace thimble
