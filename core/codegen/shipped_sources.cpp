#include "core/codegen/shipped_sources.h"

#include <algorithm>

#include "core/base/check.h"
#include "embedded/device_sources.h"
#include "embedded/snippet_sources.h"

namespace thimble {
namespace {

std::string_view text_of(std::string_view name) {
  for (const auto& [file, text] : embedded::snippet_sources()) {
    if (file == name) return text;
  }
  for (const auto& [file, text] : embedded::device_sources()) {
    if (file == name) return text;
  }
  check_failed("an emitter names a source that is not embedded", std::string(name).c_str(), 0);
}

}  // namespace

EmittedFile shipped_source(std::string_view name) {
  return {"src/thimble/" + std::string(name), "/* SPDX-License-Identifier: MIT-0 */\n" + std::string(text_of(name))};
}

std::vector<EmittedFile> shipped_sources(const NetworkProgram& program) {
  std::vector<std::string> names = program.snippets();
  const auto add = [&](std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  };
  for (const KernelId id : program.portable_kernels()) {
    const KernelDef& def = kernel_def(id);
    add(std::string(def.name) + ".h");
    add(std::string(def.name) + ".c");
    for (const std::string_view header : def.headers) add(std::string(header));
  }
  std::vector<EmittedFile> out;
  for (const std::string& name : names) {
    out.push_back(shipped_source(name));
  }
  return out;
}

}  // namespace thimble
