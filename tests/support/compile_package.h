// A package on disk, compiled by every C compiler of this machine as a strict user's would: C99, no warning of any of these kinds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/codegen/write_network.h"
#include "tests/support/c_compiler.h"

namespace thimble::test {

// Paths with a blank before each.
struct PackageSources {
  std::string network, example, self_test;
};

PackageSources write_package(const ScratchFolder& folder, std::span<const EmittedFile> files);

// gcc and clang, as far as they are here.
std::vector<std::string> c_compilers();

// To <folder>/program, what the compiler says to <folder>/log; the exit code.
int compile_package(const std::string& compiler, const ScratchFolder& folder, const std::string& sources, const std::string& flags);

}  // namespace thimble::test
