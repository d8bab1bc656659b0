// build_network: from an open model and a device (or none) to the program, the package and the report.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/task.h"
#include "core/codegen/network_program.h"
#include "core/package/package.h"
#include "core/pipeline/open_model.h"
#include "core/report/model_report.h"
#include "core/targets/device.h"

namespace thimble {

// Which kernels are written for a device's instruction set.
KernelSet kernel_set_of(Isa isa);

// `name` empty: after the file. `device` nullptr: portable C.
Result<NetworkProgram> build_network(const OpenModel& model, const Device* device, std::string_view name = {});
// What a package says of where it is from and for what it is.
PackageOrigin package_origin(const OpenModel& model, const Device* device);
// Both together: the C package of a model as it is.
Task<Result<Package>> build_package(JobControl& job, std::shared_ptr<const OpenModel> model, const Device* device);

// What is known of one device running the program; exact code and stack sizes where a compiler has told them.
struct CompiledSizes {
  std::int64_t code_bytes = 0, stack_bytes = 0;
  std::string source;  // "linked with arm-none-eabi-gcc 12.2 -O3"
};
// Whoever can compile for a device tells (the command line); nothing where there is no compiler for it.
using MeasureCode = std::function<Result<std::optional<CompiledSizes>>(const NetworkProgram&, const Device&)>;

TargetReport report_target(const NetworkProgram& program, const Device& device, const CompiledSizes* sizes = nullptr);

// Layers and arena for `device` (nullptr: portable C), fit and estimates for each of `devices`. A network without integer
// kernels is still described; then memory and targets are empty and a note says what is missing.
Result<ModelReport> build_model_report(const OpenModel& model, const Device* device, std::span<const Device> devices);

}  // namespace thimble
