#include "native/cli/command.h"

#include <algorithm>
#include <cstdio>

#include "core/base/json_writer.h"
#include "core/base/text.h"
#include "core/base/unknown_name.h"

namespace thimble::cli {

#define THIMBLE_CLI_COMMAND(name) extern const CommandDef command_##name;
#include "native/cli/commands.def"
#undef THIMBLE_CLI_COMMAND

namespace {

constexpr const CommandDef* kCommands[] = {
#define THIMBLE_CLI_COMMAND(name) &command_##name,
#include "native/cli/commands.def"
#undef THIMBLE_CLI_COMMAND
};

void print_overview() {
  std::printf("thimble: fits a trained neural network onto a microcontroller.\n\n  thimble COMMAND [options]\n\n");
  for (const CommandDef* command : kCommands)
    std::printf("  %-10s %s\n", std::string(command->name).c_str(), std::string(command->doc).c_str());
  std::printf("\n  thimble COMMAND --help   options and examples\n  thimble --version        which build this is\n");
}

void print_help(const CommandDef& command) {
  std::printf("thimble %s%s%s [options]\n\n%s\n\n", std::string(command.name).c_str(), command.operands.empty() ? "" : " ",
              std::string(command.operands).c_str(), std::string(command.doc).c_str());
  const auto left = [](const OptionDef& option) {
    return std::string(option.name) + (option.value.empty() ? "" : " " + std::string(option.value));
  };
  std::size_t widest = 20;
  for (const OptionDef& option : command.options) widest = std::max(widest, left(option).size());
  for (const OptionDef& option : command.options)
    std::printf("  %-*s  %s\n", static_cast<int>(widest), left(option).c_str(), std::string(option.help).c_str());
  std::printf("  %-*s  %s\n\nExamples\n", static_cast<int>(widest), "--help", "this text");
  for (const std::string_view example : command.examples) std::printf("  %s\n", std::string(example).c_str());
}

// For whoever reads the output by program: the same on standard output.
void print_json_error(const Error& error) {
  JsonWriter json(2);
  json.begin_object().key("error").begin_object();
  json.field("code", error_code_name(error.code()))
      .field("where", error.where())
      .field("message", error.message())
      .field("hint", error.hint());
  json.end_object().end_object();
  std::printf("%s\n", json.text().c_str());
}

void print_error(const Error& error, bool as_json) {
  if (as_json) print_json_error(error);
  const std::string where = error.where();
  std::fprintf(stderr, "thimble: %s%s%s\n", where.c_str(), where.empty() ? "" : ": ", error.message().c_str());
  if (!error.hint().empty()) std::fprintf(stderr, "  try: %s\n", error.hint().c_str());
}

const CommandDef* find_command(std::string_view name) {
  for (const CommandDef* command : kCommands) {
    if (command->name == name) return command;
  }
  return nullptr;
}

int answer_unknown(const std::string& word) {
  std::vector<std::string> names;
  for (const CommandDef* command : kCommands) names.emplace_back(command->name);
  std::fprintf(stderr, "thimble: %s\n  try: thimble --help\n", unknown_name("command", word, names).c_str());
  return static_cast<int>(ExitCode::usage);
}

}  // namespace

std::optional<std::string> Arguments::get(std::string_view option) const {
  const auto found = options_.find(std::string(option));
  if (found == options_.end()) return std::nullopt;
  return found->second;
}

Result<Arguments> parse_arguments(const CommandDef& command, std::span<const std::string> words) {
  Arguments out;
  const std::string help = "thimble " + std::string(command.name) + " --help";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("-") || word == "-") {
      out.operands_.push_back(word);
      continue;
    }
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const auto option =
        std::find_if(command.options.begin(), command.options.end(), [&](const OptionDef& def) { return def.name == name; });
    if (option == command.options.end()) {
      std::vector<std::string> names;
      for (const OptionDef& def : command.options) names.emplace_back(def.name);
      return invalid_argument(unknown_name("option", name, names), help);
    }
    if (option->value.empty()) {
      if (equals != std::string::npos) return invalid_argument(name + " takes no value", help);
      out.options_[name] = "";
    } else if (equals != std::string::npos) {
      out.options_[name] = word.substr(equals + 1);
    } else if (i + 1 < words.size()) {
      out.options_[name] = words[++i];
    } else {
      return invalid_argument(name + " needs a value: " + std::string(option->value), help);
    }
  }
  const std::size_t most = command.operands.empty() ? 0 : 1;
  if (out.operands_.size() > most)
    return invalid_argument("'" + printable(out.operands_[most]) + "' is one name too many: expected " + (most == 0 ? "none" : "one"),
                            help);
  return out;
}

namespace {

bool asks_for_help(const std::string& word) { return word == "--help" || word == "-h"; }

int run_command(const CommandDef& command, std::span<const std::string> rest) {
  const bool as_json = std::find(rest.begin(), rest.end(), "--json") != rest.end();
  const Result<Arguments> arguments = parse_arguments(command, rest);
  if (!arguments.ok()) {
    print_error(arguments.error(), as_json);
    return static_cast<int>(ExitCode::usage);
  }
  const Result<ExitCode> result = command.run(*arguments);
  if (result.ok()) return static_cast<int>(*result);
  print_error(result.error(), as_json);
  if (result.error().code() == ErrorCode::cancelled) return static_cast<int>(ExitCode::interrupted);
  return static_cast<int>(result.error().code() == ErrorCode::invalid_argument ? ExitCode::usage : ExitCode::bad_input);
}

int answer(std::span<const std::string> words) {
  if (words.empty()) {
    print_overview();
    return static_cast<int>(ExitCode::usage);
  }
  if (words[0] == "--version") {
    std::printf("thimble %s\n", THIMBLE_VERSION);
    return static_cast<int>(ExitCode::done);
  }
  const bool help_first = asks_for_help(words[0]) || words[0] == "help";
  if (help_first && words.size() == 1) {
    print_overview();
    return static_cast<int>(ExitCode::done);
  }
  const auto rest = words.subspan(1);
  const std::string& verb = help_first ? rest[0] : words[0];
  const CommandDef* command = find_command(verb);
  if (!command) return answer_unknown(verb);
  if (!help_first && std::none_of(rest.begin(), rest.end(), asks_for_help)) return run_command(*command, rest);
  print_help(*command);
  return static_cast<int>(ExitCode::done);
}

}  // namespace

int run_command_line(std::span<const std::string> words) {
  const int code = answer(words);
  // Half a table or half a JSON document must not pass for a whole one.
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  std::fprintf(stderr, "thimble: the output could not be written\n  try: Is the disk full that it is sent to?\n");
  return static_cast<int>(ExitCode::bad_input);
}

}  // namespace thimble::cli
