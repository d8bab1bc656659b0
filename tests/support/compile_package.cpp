#include "tests/support/compile_package.h"

namespace thimble::test {

PackageSources write_package(const ScratchFolder& folder, std::span<const EmittedFile> files) {
  PackageSources out;
  for (const EmittedFile& file : files) {
    run_command("mkdir -p " + folder.path(file.path.substr(0, file.path.find_last_of('/') + 1)));
    folder.write(file.path, file.text);
    if (!file.path.ends_with(".c")) continue;
    std::string& list = file.path.starts_with("src/") ? out.network : file.path.starts_with("test/") ? out.self_test : out.example;
    list += " " + folder.path(file.path);
  }
  return out;
}

std::vector<std::string> c_compilers() {
  std::vector<std::string> out;
  if (has_program("gcc")) out.emplace_back("gcc");
  for (const char* const clang : {"clang", "clang-19"}) {
    if (!has_program(clang)) continue;
    out.emplace_back(clang);
    break;
  }
  return out;
}

int compile_package(const std::string& compiler, const ScratchFolder& folder, const std::string& sources, const std::string& flags) {
  constexpr const char* kStrict =
      " -std=c99 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes -Wmissing-prototypes"
      " -Wcast-align -Wundef -Wdouble-promotion -Wvla -Werror ";
  return run_command(compiler + kStrict + flags + " -I" + folder.path("src") + " -I" + folder.path("test") + sources + " -o " +
                     folder.path("program") + " 2> " + folder.path("log"));
}

}  // namespace thimble::test
