// Files of the command line: models are read within limits, results appear whole or not at all.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/codegen/write_network.h"
#include "core/pipeline/open_model.h"
#include "core/targets/device.h"
#include "native/cli/command.h"
#include "native/cli/replaceable.h"

namespace thimble::cli {

Result<std::vector<std::byte>> read_file(const std::string& path);

// The model that the arguments name: an operand, or with --sample the file `sample` of the built-in ones.
Result<OpenModel> open_named_model(const Arguments& arguments, const std::string& sample = "digits_int8.tflite");
// `sizes`: of dimensions that the file leaves open, "height=224,width=224".
Result<OpenModel> open_model_file(const std::string& path, const std::string& sizes = {});

// A built-in device by name, or the device of a .device file by path.
Result<Device> named_device(const std::string& name);

// While it lives, Ctrl-C is only noted: whoever works asks interrupted() between two steps, and nothing is left half done.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  void (*before_)(int);
  void (*before_term_)(int);
};
bool interrupted();

// That `goal` may be written, before work starts whose result would be lost: it is not there, or is to be replaced and may be.
Result<void> check_goal(const std::string& goal, GoalKind kind, bool replace);

// Written beside the goal under another name, then renamed: Ctrl-C leaves nothing half done, and what was there stays until then.
Result<void> write_folder(const std::string& folder, const std::vector<EmittedFile>& files, bool replace);
Result<void> write_whole_file(const std::string& path, std::span<const std::byte> bytes, bool replace);

}  // namespace thimble::cli
