#include "core/codegen/network_name.h"

#include <algorithm>

#include "core/base/text.h"

namespace thimble {
namespace {

constexpr std::string_view kReserved[] = {
    // headers of C99 and later
    "assert", "complex", "ctype", "errno", "fenv", "float", "inttypes", "iso646", "limits", "locale", "math", "setjmp", "signal",
    "stdalign", "stdarg", "stdatomic", "stdbit", "stdbool", "stdckdint", "stddef", "stdint", "stdio", "stdlib", "stdnoreturn", "string",
    "tgmath", "threads", "time", "uchar", "wchar", "wctype",
    // headers that those of glibc, newlib, picolibc and Arduino include, and the one that STM32CubeMX writes
    "alloca", "arduino", "endian", "features", "main", "malloc", "memory", "newlib", "picolibc", "pthread", "reent", "sched", "strings",
    "unistd", "xlocale",
    // targets of CMake
    "all", "clean", "edit_cache", "help", "install", "package", "package_source", "rebuild_cache", "test"};

}  // namespace

std::string network_name(std::string_view text) {
  const std::string name = c_identifier(text);
  const bool ours = name.starts_with("thimble") && !name.ends_with("_net");
  const bool taken = ours || std::ranges::find(kReserved, name) != std::end(kReserved);
  return taken ? name + "_net" : name;
}

}  // namespace thimble
