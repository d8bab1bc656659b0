#include "native/cli/call_graph.h"

#include <algorithm>
#include <vector>

#include "core/base/text.h"

namespace thimble::cli {
namespace {

std::string_view between(std::string_view line, std::string_view before, std::string_view after) {
  const std::size_t begin = line.find(before);
  if (begin == std::string_view::npos) return {};
  const std::size_t from = begin + before.size();
  return line.substr(from, line.find(after, from) - from);
}

// A static function's title is "<source>:<name>".
std::string function_of(std::string_view title) { return std::string(title.substr(title.find_last_of(':') + 1)); }

// "8 bytes (static)" is the label's last line; a function that is only called has none.
std::optional<std::int64_t> counted_bytes(std::string_view label) {
  const std::size_t end = label.find(" bytes (");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view before = label.substr(0, end);
  return parse_int(before.substr(before.find_last_of('n') + 1));
}

// {r4, r5, lr} or {d8-d11}
std::int64_t listed_bytes(std::string_view operands) {
  std::int64_t total = 0;
  for (const std::string_view part : split(between(operands, "{", "}"), ',')) {
    const std::string_view item = trim(part);
    if (item.empty()) continue;
    const std::size_t dash = item.find('-');
    const auto first = parse_int(item.substr(1, dash == std::string_view::npos ? dash : dash - 1));
    const auto last = dash == std::string_view::npos ? first : parse_int(item.substr(dash + 2));
    total += (item[0] == 'd' ? 8 : 4) * (first && last ? *last - *first + 1 : 1);
  }
  return total;
}

// By how much an instruction of Thumb or RV32 moves the stack pointer down.
std::int64_t taken_bytes(std::string_view name, std::string_view operands) {
  if (name == "push" || name == "vpush" || ((name.starts_with("stmdb") || name.starts_with("vstmdb")) && operands.starts_with("sp!"))) {
    return listed_bytes(operands);
  }
  const std::size_t number = operands.find_last_of("#,") + 1;
  const auto amount = parse_int(operands.substr(number, operands.find_first_of(" ]", number) - number));
  if (!amount) return 0;
  if (name.starts_with("sub") && operands.starts_with("sp")) return *amount;
  if (name.starts_with("add") && operands.starts_with("sp,sp,") && *amount < 0) return -*amount;  // RV32
  if (operands.find("[sp, #-") != std::string_view::npos && operands.ends_with("]!")) return -*amount;
  return 0;
}

}  // namespace

void CallGraph::read_counts(std::string_view ci) {
  for (const std::string_view line : split(ci, '\n')) {
    if (line.starts_with("node:")) {
      if (const auto bytes = counted_bytes(between(line, "label: \"", "\"")))
        bytes_[function_of(between(line, "title: \"", "\""))] = *bytes;
    } else if (line.starts_with("edge:")) {
      calls_[function_of(between(line, "sourcename: \"", "\""))].insert(function_of(between(line, "targetname: \"", "\"")));
    }
  }
}

void CallGraph::read_code(std::string_view listing) {
  std::map<std::string, std::vector<std::string>, std::less<>> names;  // by address: libraries have several for one function
  std::vector<std::string> functions;                                  // those of the code that is being read, unless counted
  for (const std::string_view line : split(listing, '\n')) {
    if (line.find(" F .") != std::string_view::npos) {
      names[std::string(line.substr(0, 8))].emplace_back(line.substr(line.find_last_of(' ') + 1));
    } else if (line.ends_with(">:")) {
      functions = names[std::string(line.substr(0, 8))];
      functions.emplace_back(between(line, "<", ">"));  // functions of libraries need not be marked as such
      std::ranges::sort(functions);
      functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
      std::erase_if(functions, [&](const std::string& name) { return bytes_.contains(name) && bytes_[name] > 0; });
    } else if (const auto cells = split(line, '\t'); cells.size() > 2) {
      const std::string_view operands = trim(cells[2].substr(0, cells[2].find(" # ")));  // what follows is objdump's remark
      const std::string_view target = between(operands, "<", ">");
      for (const std::string& function : functions) {
        bytes_[function] += taken_bytes(trim(cells[1]), operands);
        if (!target.empty() && target.find('+') == std::string_view::npos && target != function) calls_[function].emplace(target);
      }
    }
  }
}

std::int64_t CallGraph::deepest(const std::string& function, int limit) const {
  std::int64_t below = 0;
  if (const auto called = calls_.find(function); called != calls_.end() && limit > 0) {
    for (const std::string& next : called->second) below = std::max(below, deepest(next, limit - 1));
  }
  const auto own = bytes_.find(function);
  return below + (own == bytes_.end() ? 0 : own->second);
}

}  // namespace thimble::cli
