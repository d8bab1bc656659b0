#include "core/codegen/shipped_sources.h"

#include <algorithm>

#include "core/base/check.h"
#include "core/codegen/code_writer.h"
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

EmittedFile shipped_source(const NetworkProgram& program, std::string_view name) {
  constexpr std::string_view kLinked = "void thimble_";  // what other files call; all else is static or a type
  std::string_view text = text_of(name);
  std::string out = "/* SPDX-License-Identifier: MIT-0 */\n";
  while (!text.empty()) {
    std::size_t end = std::min(text.find('\n'), text.size());
    if (!text.starts_with(kLinked)) {
      out.append(text.substr(0, end)).push_back('\n');
    } else {
      end = text.find('\n', text.find(')'));
      std::string line = "void " + program.name + "_";
      for (const char c : text.substr(kLinked.size(), end - kLinked.size())) {
        if (c != ' ' && c != '\n') line += c;
        else if (line.back() != ' ') line += ' ';
      }
      out += break_lines(line);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {"src/" + shipped_path(program, name), std::move(out)};
}

std::string shipped_path(const NetworkProgram& program, std::string_view name) { return program.name + "_kernels/" + std::string(name); }

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
    out.push_back(shipped_source(program, name));
  }
  return out;
}

}  // namespace thimble
