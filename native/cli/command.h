// CommandDef: one verb of the command line; Arguments: what the user typed after it, checked against the verb's options.
//   exit codes  0 done; 1 the input cannot be used; 2 the command line is wrong; 3 done, but it does not fit; 130 Ctrl-C
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace thimble::cli {

enum class ExitCode : int { done = 0, bad_input = 1, usage = 2, does_not_fit = 3, interrupted = 130 };

struct OptionDef {
  std::string_view name;       // "--target"
  std::string_view value;      // what it takes, "NAME"; empty: a flag
  std::string_view help;
};

class Arguments {
 public:
  bool has(std::string_view option) const { return options_.contains(std::string(option)); }
  std::optional<std::string> get(std::string_view option) const;
  const std::vector<std::string>& operands() const { return operands_; }
  bool empty() const { return operands_.empty() && options_.empty(); }

 private:
  friend Result<Arguments> parse_arguments(const struct CommandDef& command, std::span<const std::string> words);
  std::map<std::string, std::string> options_;
  std::vector<std::string> operands_;
};

struct CommandDef {
  std::string_view name, doc;
  std::string_view operands;                  // "MODEL"; empty: none
  std::span<const OptionDef> options;
  std::span<const std::string_view> examples;
  Result<ExitCode> (*run)(const Arguments& arguments);
};

Result<Arguments> parse_arguments(const CommandDef& command, std::span<const std::string> words);
int run_command_line(std::span<const std::string> words);

inline constexpr OptionDef kJsonOption{"--json", "", "print JSON instead of tables; errors too, as {\"error\": ...}"};
inline constexpr OptionDef kSampleOption{"--sample", "", "use the built-in digit network instead of MODEL"};
inline constexpr OptionDef kSizeOption{"--size", "NAME=N", "sizes of dimensions that the model leaves open, separated by commas"};
inline constexpr OptionDef kTargetOption{"--target", "DEVICE", "a name from `thimble targets`, or the path of a .device file"};

}  // namespace thimble::cli
