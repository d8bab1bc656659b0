// The package's manifest.json: sizes, scales, kernels and hashes of what it holds, for build scripts and audits.
#pragma once

#include <string>
#include <vector>

#include "core/package/package.h"

namespace thimble {

std::string write_manifest(const NetworkProgram& program, const PackageOrigin& origin, const SelfTest& self_test,
                           const std::vector<EmittedFile>& files, const PreprocessingSource* preprocessing);

}  // namespace thimble
