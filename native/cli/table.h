// Table: rows of text in aligned columns, for people.
#pragma once

#include <string>
#include <vector>

namespace thimble::cli {

class Table {
 public:
  // A column whose name starts with '>' is aligned to the right.
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {}
  void row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  void print() const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace thimble::cli
