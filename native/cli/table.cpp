#include "native/cli/table.h"

#include <algorithm>
#include <cstdio>

namespace thimble::cli {
namespace {

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, const std::vector<bool>& right) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string fill(widths[i] - cells[i].size(), ' ');
    line += (i > 0 ? "  " : "") + (right[i] ? fill + cells[i] : cells[i] + fill);
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  std::printf("%s\n", line.c_str());
}

}  // namespace

void Table::print() const {
  std::vector<std::string> names;
  std::vector<bool> right;
  for (const std::string& column : columns_) {
    right.push_back(column.starts_with(">"));
    names.push_back(right.back() ? column.substr(1) : column);
  }
  std::vector<std::size_t> widths;
  for (const std::string& name : names) widths.push_back(name.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  print_row(names, widths, right);
  for (const auto& row : rows_) print_row(row, widths, right);
}

}  // namespace thimble::cli
