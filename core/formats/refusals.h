// Refusals: everything in a network that we do not take, gathered so that the user hears all of it at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace thimble {

class Refusals {
 public:
  void add(const Error& error, std::string place);
  bool empty() const { return kinds_.empty(); }
  // One error: each kind with how often and where (the first few), and once what could be done about kinds of a family.
  Error to_error() const;

 private:
  struct Kind {
    std::string message, hint;
    std::size_t count = 0;
    std::vector<std::string> places;
  };
  static std::string kind_text(const Kind& kind);

  std::vector<Kind> kinds_;
  std::size_t left_out_ = 0;
};

}  // namespace thimble
