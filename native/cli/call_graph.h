// CallGraph: how deep the stack of a linked program gets below one of its functions.
//   What gcc compiled it counts itself (-fcallgraph-info=su). What it does not count - our assembly, libgcc, libc - is read off
//   objdump's listing: all that a function's instructions push or reserve, on whichever path, so at least what they use.
//   limits  no recursion, no calls by pointer: generated code has neither
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace thimble::cli {

class CallGraph {
 public:
  void read_counts(std::string_view ci);     // one .ci file
  void read_code(std::string_view listing);  // `objdump -dt --no-show-raw-insn`, after all counts

  std::int64_t deepest(const std::string& function, int limit = 16) const;

 private:
  std::map<std::string, std::int64_t> bytes_;
  std::map<std::string, std::set<std::string>> calls_;
};

}  // namespace thimble::cli
