#include "native/cli/ask.h"

#include <cstdio>
#include <functional>
#include <iostream>
#include <optional>

#include "core/base/text.h"
#include "core/formats/format_def.h"
#include "core/pipeline/recipe.h"
#include "native/cli/amounts.h"
#include "native/cli/files.h"
#include "native/cli/job_input.h"

namespace thimble::cli {
namespace {

// Nothing to complain about, or what to say before asking again.
using Check = std::function<Result<void>(const std::string& answer)>;

// The answer, or the default when it is empty. Nothing at the end of the input.
std::optional<std::string> ask(const std::string& question, const std::string& otherwise, const Check& check) {
  while (true) {
    std::printf("%s [%s]: ", question.c_str(), otherwise.c_str());
    std::fflush(stdout);
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    const std::string answer = trim(line).empty() ? otherwise : std::string(trim(line));
    const Result<void> checked = check(answer);
    if (checked.ok()) return answer;
    std::printf("  %s\n", checked.error().to_string().c_str());
  }
}

template <class T>
Result<void> without_value(Result<T> result) {
  if (!result.ok()) return std::move(result).error();
  return {};
}

Result<void> check_model(const std::string& answer) {
  if (answer == "sample") return {};
  return without_value(open_model_file(answer));
}

Result<void> check_data(const std::string& answer) {
  if (answer == "none" || answer == "sample") return {};
  Diagnostics notes;
  THIMBLE_TRY(const std::shared_ptr<const Dataset> data, open_data(answer, {}, notes));
  std::printf("  %s\n", data->summary().c_str());
  return {};
}

Result<void> check_goal_name(const std::string& answer) {
  std::vector<std::string> names;
  for (const Goal goal : all_goals()) {
    if (goal_name(goal) == answer) return {};
    names.emplace_back(goal_name(goal));
  }
  return invalid_argument("one of " + join(names, ", ") + ", please");
}

// "none" stands for no limit.
template <class Parse>
Check limit_check(Parse parse) {
  return [parse](const std::string& answer) { return answer == "none" ? Result<void>() : without_value(parse(answer)); };
}

struct LimitQuestion {
  const char* option;
  const char* question;
  Check check;
};

std::vector<LimitQuestion> limit_questions(bool target) {
  std::vector<LimitQuestion> out{{"--max-flash", "Most flash, for example 100K", limit_check(parse_bytes)},
                                 {"--max-ram", "Most RAM, for example 64KiB", limit_check(parse_bytes)}};
  if (target) out.push_back({"--max-latency", "Longest inference, for example 20ms", limit_check(parse_milliseconds)});
  out.push_back({"--max-accuracy-drop", "Most points of accuracy to lose, for example 1", limit_check(parse_points)});
  return out;
}

Error no_more_answers() { return Error(ErrorCode::cancelled, "no more answers; nothing was written"); }

void show_command(const std::vector<std::string>& words) {
  std::string line = "thimble optimize";
  for (const std::string& word : words) line += word.find(' ') == std::string::npos ? " " + word : " '" + word + "'";
  std::printf("\nThe same without questions: %s\n\n", line.c_str());
}

}  // namespace

Result<std::vector<std::string>> ask_for_job() {
  std::vector<std::string> words;
  std::printf("Answers in brackets are taken when you press Enter; Ctrl-C leaves.\n\n");
  const auto model = ask("Model file, or sample for the built-in digit network", "sample", check_model);
  if (!model) return no_more_answers();
  words.push_back(*model == "sample" ? "--sample" : *model);
  const bool sample = *model == "sample";
  const auto data =
      ask(sample ? "Samples: folder, ZIP or files; sample for MNIST's test images" : "Samples: folder, ZIP or files; none without",
          sample ? "sample" : "none", check_data);
  if (!data) return no_more_answers();
  if (*data != "none" && *data != "sample") words.insert(words.end(), {"--data", *data});
  const auto target = ask("Target device (`thimble targets` lists them), or none", "none", [](const std::string& answer) {
    return answer == "none" ? Result<void>() : without_value(named_device(answer));
  });
  if (!target) return no_more_answers();
  if (*target != "none") words.insert(words.end(), {"--target", *target});
  const auto goal = ask("Goal: balanced, accuracy, size or latency", "balanced", check_goal_name);
  if (!goal) return no_more_answers();
  if (*goal != "balanced") words.insert(words.end(), {"--goal", *goal});
  for (const LimitQuestion& limit : limit_questions(*target != "none")) {
    const auto answer = ask(limit.question, "none", limit.check);
    if (!answer) return no_more_answers();
    if (*answer != "none") words.insert(words.end(), {limit.option, *answer});
  }
  const std::string folder = (sample ? std::string("digits_cnn") : model_name(*model)) + "_optimized";
  const auto goal_check = [](const std::string& answer) { return check_goal(answer, GoalKind::folder, false); };
  const auto out = ask("Folder to write", folder, goal_check);
  if (!out) return no_more_answers();
  words.insert(words.end(), {"-o", *out});
  show_command(words);
  return words;
}

}  // namespace thimble::cli
