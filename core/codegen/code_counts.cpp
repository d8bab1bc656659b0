#include "core/codegen/code_counts.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"
#include "core/codegen/write_network.h"

namespace thimble {
namespace {

bool in_word(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class CodeCounter {
 public:
  void add(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      add_line(trim(text.substr(at, end - at)));
      at = end + 1;
    }
  }

  const CodeCounts& counts() const { return counts_; }

 private:
  enum class Branch : std::uint8_t { other, assembly, twin };

  void add_line(std::string_view line) {
    if (in_comment_ || line.empty()) return add_c(line);
    if (line[0] == '#') return add_directive(line);
    if (std::ranges::find(branches_, Branch::twin) != branches_.end()) return;
    if (line[0] != '"') return add_c(line);
    // A blank, then a letter: neither a label nor an assembler's directive.
    const std::string_view quoted = line.substr(1), word = trim(quoted);
    counts_.instructions += word.size() < quoted.size() && quoted[0] == ' ' && word[0] >= 'a' && word[0] <= 'z';
  }

  void add_directive(std::string_view line) {
    if (line.starts_with("#if")) {
      branches_.push_back(line == "#if THIMBLE_DSP" ? Branch::assembly : Branch::other);
    } else if (line == "#else" && !branches_.empty() && branches_.back() == Branch::assembly) {
      branches_.back() = Branch::twin;
    } else if (line == "#endif" && !branches_.empty()) {
      branches_.pop_back();
    }
  }

  void add_c(std::string_view line) {
    for (std::size_t i = 0; i < line.size();) {
      if (in_comment_ || line.substr(i).starts_with("/*")) {
        const std::size_t end = line.find("*/", i);
        in_comment_ = end == std::string_view::npos;
        if (in_comment_) return;
        i = end + 2;
      } else if (in_word(line[i])) {
        i = add_word(line, i);
      } else {
        counts_.statements += line[i++] == ';';
      }
    }
  }

  // Returns where the word ends.
  std::size_t add_word(std::string_view line, std::size_t begin) {
    std::size_t end = begin;
    while (end < line.size() && in_word(line[end])) ++end;
    counts_.loops += line.substr(begin, end - begin) == "for";
    counts_.calls += end < line.size() && line[end] == '(';
    return end;
  }

  CodeCounts counts_;
  std::vector<Branch> branches_;  // of the #ifs that are open
  bool in_comment_ = false;
};

}  // namespace

CodeCounts count_code(std::string_view text) {
  CodeCounter counter;
  counter.add(text);
  return counter.counts();
}

std::optional<CodeCounts> count_code(const NetworkProgram& program) {
  const auto emitted = [](const NodeCode& node) {
    return std::ranges::any_of(node.calls, [](const CallCode& call) { return call.emitter; });
  };
  if (std::ranges::none_of(program.nodes, emitted)) return std::nullopt;
  CodeCounter counter;
  visit_functions(program, [&](std::string_view text) { counter.add(text); });
  return counter.counts();
}

}  // namespace thimble
