// Table: sticky header, sort by press, rows by keyboard, only visible rows are drawn. Columns of low importance are left
//   out where there is no room. Cells are drawn by the caller; the table knows places and order only.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/ui/ui.h"

namespace thimble::ui {

struct Column {
  const char* title;
  float min_width;      // design pixels, padding included
  float weight = 0;     // share of what is left over
  bool right = false;   // numbers
  int importance = 0;   // 0 stays always; the highest goes first
  float widest = 0;     // where its texts need more than min_width, up to so much; columns that matter less go for that
};

struct TableState {
  int sort_column = -1;
  bool descending = false;
  int selected = -1;    // a row of the data, not of the order shown
  // The order shown, kept while nothing it depends on changes.
  std::vector<int> order;
  std::string order_key;
  bool follow_selection = false;
  std::uint32_t hidden = 0;  // columns that the user has put away, a bit each
};

struct TableSpec {
  const char* name;
  std::span<const Column> columns;
  int rows = 0;
  std::string version;  // changes when the data or the filter does
  std::function<bool(int row)> keep;                            // the filter; empty: every row
  std::function<double(int row, int column)> number;            // sorts by it ...
  std::function<std::string_view(int row, int column)> text;    // ... or by this, where it is not empty
  std::function<void(int row, int column, const Rect& cell)> draw;
  std::function<std::string(int row)> row_text;                 // the row as one line, for the mirror and for copying
  const char* empty_text = "Nothing here";
};

// Two buttons on the right of a table's head, from `right` to the left: which columns are shown, and all of it to the clipboard
// (Ctrl+C does the same). Answers the width that they take.
float table_tools_width(Ui& ui);
void table_tools(Ui& ui, const TableSpec& spec, TableState& state, float right, float top);

// Answers true when a row was chosen (pressed, or reached by keyboard): state.selected.
bool table(Ui& ui, const TableSpec& spec, TableState& state, const Rect& rect);

// All rows in the order shown, a line each, cells parted by tabs: what `row_text` gives.
std::string table_tsv(const TableSpec& spec, const TableState& state);

}  // namespace thimble::ui
