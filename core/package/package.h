// Package: everything that a firmware project needs of one network, as files: C sources, port headers, self-test, example,
//   build files, manifest, README. The same graph and options give the same bytes, on the command line and in the page.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codegen/network_program.h"
#include "core/codegen/self_test.h"
#include "core/codegen/write_network.h"
#include "core/codegen/write_preprocessing.h"

namespace thimble {

// Where the network came from, for the manifest and the README.
struct PackageOrigin {
  std::string file_name;
  std::string sha256;   // of the model file
  std::string device;   // the target's name, or empty
  std::string compiler_flags = {};  // for its core, or empty
  // Of a network that `optimize` has made: what was asked for, what was measured (JSON), and the report (HTML).
  std::string recipe = {}, metrics = {}, report_html = {};
};

struct Package {
  std::string name;  // of the network: what its files and symbols start with
  std::vector<EmittedFile> files;
};

// With `preprocessing`: <name>_preprocess.{h,c} too, used in the example. What is passed by pointer outlives the task.
Task<Result<Package>> make_package(JobControl& job, const NetworkProgram* program, PackageOrigin origin,
                                   const PreprocessingSource* preprocessing = nullptr);

// The files as a ZIP (PKWARE APPNOTE 6.3), deflated, below one folder named after the network, without times: equal files
// give equal bytes.
std::vector<std::byte> zip_package(const Package& package);

}  // namespace thimble
