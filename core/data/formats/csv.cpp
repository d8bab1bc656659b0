// CSV: one row a sample, columns of numbers, and a column that names its class or holds the number to be answered.
//   header  the first row, when it has words over columns of numbers
//   label   the column that DataOptions names; else one called label, class, target ...; else the only column of words; else
//           the last or first column of few whole numbers; what was guessed is noted
//   limits  memory: 8 bytes a row and its label; a row kMaxCsvRowBytes
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/csv_text.h"
#include "core/data/data_format.h"
#include "core/data/label_table.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::int64_t kPiece = 1 << 20, kLookBytes = 1 << 16;
constexpr std::size_t kLookRows = 64;

// `whole`: the text ends where the file does; else its last row may be cut short.
std::vector<std::string> first_rows(std::string_view text, bool whole) {
  std::vector<std::string> out;
  CsvRows splitter;
  const auto take = [&](std::int64_t, std::string_view row) {
    if (out.size() < kLookRows) out.emplace_back(row);
  };
  if (splitter.feed(text, take) && whole) splitter.end(take);
  return out;
}

bool is_number(const std::string& field) { return parse_double(field).has_value(); }

bool claims(const ByteSource& file, std::span<const std::byte> head) {
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') return false;
  }
  const bool whole = file.size <= static_cast<std::int64_t>(head.size());
  const std::vector<std::string> lines = first_rows(text, whole);
  if (lines.empty()) return file.name.ends_with(".csv") && !whole;  // a first row that is longer than the head
  if (lines.size() == 1 && !file.name.ends_with(".csv")) return false;
  const char separator = guess_separator(lines);
  if (separator == 0) return false;
  // Prose has separators too; a table has numbers, or says that it is one.
  if (file.name.ends_with(".csv") || file.name.ends_with(".tsv")) return true;
  const std::vector<std::string> last = csv_fields(lines.back(), separator);
  return std::any_of(last.begin(), last.end(), is_number);
}

struct Layout {
  char separator = ',';
  bool header = false;
  std::size_t columns = 0;
  std::vector<std::string> names;
  std::vector<std::size_t> features;
  std::optional<std::size_t> label;
};

using Rows = std::vector<std::vector<std::string>>;

bool all_numbers(const Rows& rows, std::size_t column) {
  return std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return column < row.size() && is_number(row[column]); });
}

// Few different whole numbers from 0 on: what classes look like.
bool looks_like_classes(const Rows& rows, std::size_t column) {
  std::set<std::string> different;
  for (const auto& row : rows) {
    const auto value = parse_double(row[column]);
    if (!value || *value < 0 || *value > 1000 || *value != std::floor(*value)) return false;
    different.insert(row[column]);
  }
  return different.size() <= std::min<std::size_t>(20, rows.size() / 3);
}

Result<std::optional<std::size_t>> named_label(const Layout& layout, const std::string& wanted) {
  for (std::size_t c = 0; c < layout.names.size(); ++c) {
    if (layout.names[c] == wanted) return std::optional(c);
  }
  const auto number = parse_int(wanted);
  if (number && *number >= 0 && static_cast<std::size_t>(*number) < layout.columns) return std::optional(static_cast<std::size_t>(*number));
  const std::string near = nearest_name(wanted, layout.names);
  return invalid_argument(cat("no column '", printable(wanted), "' for the label among ", layout.columns, " columns"),
                          layout.header ? (near.empty() ? cat("There is '", printable(layout.names.back()), "', for example.")
                                                        : cat("Did you mean '", printable(near), "'?"))
                                        : cat("There is no header: name it by its number, 0 to ", layout.columns - 1, "."));
}

std::string column_text(const Layout& layout, std::size_t column) {
  return layout.header ? cat("'", printable(layout.names[column]), "'") : cat("number ", column);
}

std::optional<std::size_t> guess_label(const Layout& layout, const Rows& rows, Diagnostics& diagnostics) {
  const auto noted = [&](std::size_t column, std::string_view why) {
    diagnostics.note("label", cat("column ", column_text(layout, column), ", ", why, "; name another one if that is wrong"));
    return std::optional(column);
  };
  if (const auto column = label_like(layout.names)) return noted(*column, "by its name");
  std::vector<std::size_t> words;
  for (std::size_t c = 0; c < layout.columns; ++c) {
    if (!all_numbers(rows, c)) words.push_back(c);
  }
  if (words.size() == 1) return noted(words[0], "the only one without numbers");
  if (words.empty() && layout.columns > 1) {
    if (looks_like_classes(rows, layout.columns - 1)) return noted(layout.columns - 1, "the last, which has few whole numbers");
    if (looks_like_classes(rows, 0)) return noted(0, "the first, which has few whole numbers");
  }
  return std::nullopt;
}

// 0, 1, 2 ... without a name: what pandas writes before the columns. It would let a network tell samples by their place.
bool counts_rows(const Layout& layout, const Rows& rows, std::size_t column) {
  if (!layout.header || !layout.names[column].empty() || rows.size() < 2) return false;
  const auto first = parse_int(rows[0][column]);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto number = parse_int(rows[i][column]);
    if (!first || (*first != 0 && *first != 1) || !number || *number != *first + static_cast<std::int64_t>(i)) return false;
  }
  return true;
}

Result<Layout> look_at(const ByteSource& file, const DataOptions& options, Diagnostics& diagnostics) {
  const std::int64_t size = std::min(kLookBytes, file.size);
  THIMBLE_TRY(std::vector<std::byte> bytes, read_range(file, 0, size));
  std::vector<std::string> lines = first_rows({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, size == file.size);
  if (lines.empty() && size < file.size) {  // a very long first row
    THIMBLE_TRY(bytes, read_range(file, 0, std::min<std::int64_t>(kMaxCsvRowBytes, file.size)));
    lines = first_rows({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, true);
  }
  Layout layout;
  layout.separator = guess_separator(lines);
  if (layout.separator == 0) return bad_data("its rows are not cut into the same number of columns", "Separate the columns by commas.");
  Rows rows;
  for (const std::string& line : lines) rows.push_back(csv_fields(line, layout.separator));
  layout.columns = rows[0].size();
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].size() == layout.columns) continue;
    return bad_data(cat("row ", i + 1, " has ", rows[i].size(), " columns, expected ", layout.columns, " as the first has"),
                    "Every row needs the same columns.");
  }
  if (rows.size() > 1) {
    for (std::size_t c = 0; c < layout.columns; ++c) layout.header |= !is_number(rows[0][c]) && is_number(rows[1][c]);
  }
  if (layout.header) {
    layout.names = rows[0];
    rows.erase(rows.begin());
  }
  if (!options.label_column.empty()) {
    THIMBLE_TRY(layout.label, named_label(layout, options.label_column));
  } else {
    layout.label = guess_label(layout, rows, diagnostics);
  }
  for (std::size_t c = 0; c < layout.columns; ++c) {
    if (layout.label == c) continue;
    if (counts_rows(layout, rows, c)) {
      diagnostics.note("columns", cat("column number ", c, " is left out: it has no name and counts the rows"));
    } else if (all_numbers(rows, c)) {
      layout.features.push_back(c);
    } else {
      diagnostics.note("columns", cat("column ", column_text(layout, c), " is left out: it is not all numbers"));
    }
  }
  if (layout.features.empty()) return bad_data("no column of numbers besides the label", "Give the numbers that go into the model.");
  return layout;
}

class CsvDataset final : public Dataset {
 public:
  struct Row {
    std::int64_t file : 24, begin : 40;
  };
  CsvDataset(std::vector<ByteSource> files, Layout layout) : files_(std::move(files)), layout_(std::move(layout)) {}

  std::string_view format() const override { return "csv"; }
  std::int64_t size() const override { return std::ssize(rows_); }
  std::int32_t label(std::int64_t index) const override { return labels_.label(index); }
  std::vector<std::string> class_names() const override { return labels_.class_names; }
  std::int64_t target_width() const override { return labels_.target_width; }
  std::string name(std::int64_t index) const override {
    const Row& row = rows_[static_cast<std::size_t>(index)];
    const std::string in_file = files_.size() > 1 ? printable(file_part(files_[static_cast<std::size_t>(row.file)].name)) + " " : std::string();
    return cat(in_file, "row ", index + 1);
  }
  std::string summary() const override {
    return cat(counted(size(), "row"), " of ", counted(std::ssize(layout_.features), "number"),
               label_summary(labels_), " (CSV)");
  }

  Result<RawSample> read(std::int64_t index) const override {
    if (index < 0 || index >= size()) return invalid_argument(cat("sample ", index, " of ", size()));
    const Row row = rows_[static_cast<std::size_t>(index)];
    const ByteSource& file = files_[static_cast<std::size_t>(row.file)];
    std::int64_t end = file.size;
    if (index + 1 < size() && rows_[static_cast<std::size_t>(index) + 1].file == row.file) end = rows_[static_cast<std::size_t>(index) + 1].begin;
    RawSample sample{.shape = {std::ssize(layout_.features)}, .label = label(index), .target = labels_.target(index), .name = name(index)};
    THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(file, row.begin, end - row.begin).in(sample.name));
    const std::vector<std::string> fields = split_row({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    for (const std::size_t column : layout_.features) {
      const auto value = column < fields.size() ? parse_double(fields[column]) : std::nullopt;
      if (!value || !std::isfinite(static_cast<float>(*value))) {
        return bad_data(cat("column ", column_text(layout_, column), " is '",
                            column < fields.size() ? printable(fields[column]) : std::string(), "', expected a number"),
                        "Fill the gap, or leave the row out.")
            .in(sample.name)
            .in(printable(file.name, 200));
      }
      sample.values.push_back(static_cast<float>(*value));
    }
    return sample;
  }

  // Where rows begin, and what their labels are.
  Result<void> scan() {
    std::vector<std::string> words;
    std::vector<float> numbers;
    bool all_numeric = true;
    for (std::size_t f = 0; f < files_.size(); ++f) {
      THIMBLE_TRY_VOID(scan_file(f, words, numbers, all_numeric).in(printable(files_[f].name, 200)));
    }
    if (rows_.empty()) return bad_data("there are no rows of samples");
    if (!layout_.label) return {};
    if (!all_numeric) {
      labels_ = label_table(words);
      if (labels_.class_names.size() > static_cast<std::size_t>(kMaxClasses)) return bad_data("more than 65,536 different labels");
      return {};
    }
    const bool whole = std::all_of(numbers.begin(), numbers.end(), [](float v) { return v == std::floor(v); });
    THIMBLE_TRY(labels_, label_table(numbers, 1, whole));
    return {};
  }

 private:
  std::vector<std::string> split_row(std::string_view text) const { return csv_fields(text, layout_.separator); }

  Result<void> scan_file(std::size_t index, std::vector<std::string>& words, std::vector<float>& numbers, bool& all_numeric) {
    const ByteSource& file = files_[index];
    CsvRows splitter;
    bool first = true, too_many = false;
    std::string problem;
    const auto take = [&](std::int64_t begin, std::string_view text) {
      const bool header = first && layout_.header;
      first = false;
      if (header || !problem.empty()) return;
      if (std::ssize(rows_) == kMaxSamples) {
        too_many = true;
        return;
      }
      const std::vector<std::string> fields = split_row(text);
      if (fields.size() != layout_.columns) {
        problem = cat("row ", rows_.size() + 1, " has ", fields.size(), " columns, expected ", layout_.columns);
        return;
      }
      rows_.push_back({.file = static_cast<std::int64_t>(index), .begin = begin});
      if (!layout_.label) return;
      const std::string& label = fields[*layout_.label];
      const auto number = parse_double(label);
      if (label.empty()) problem = cat("row ", rows_.size(), " has no label");
      all_numeric = all_numeric && number.has_value();
      // Words are kept until all of them are seen: "1" may be a name among others.
      words.push_back(label.substr(0, 200));
      numbers.push_back(number ? static_cast<float>(*number) : 0);
    };
    for (std::int64_t at = 0; at < file.size && problem.empty() && !too_many; at += kPiece) {
      THIMBLE_TRY(const std::vector<std::byte> piece, read_range(file, at, std::min(kPiece, file.size - at)));
      if (!splitter.feed({reinterpret_cast<const char*>(piece.data()), piece.size()}, take)) {
        return out_of_budget(cat("a row of more than ", bytes_text(kMaxCsvRowBytes)), "Is a quote left open?");
      }
    }
    splitter.end(take);
    if (too_many) return out_of_budget(cat("more than ", grouped(kMaxSamples), " rows"));
    if (!problem.empty()) return bad_data(problem, "Every row needs the same columns, and a label where there are labels.");
    return {};
  }

  std::vector<ByteSource> files_;
  Layout layout_;
  std::vector<Row> rows_;
  LabelTable labels_;
};

Result<std::shared_ptr<const Dataset>> open(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  const std::string place = printable(files[0].name, 200);
  THIMBLE_TRY(Layout layout, look_at(files[0], options, diagnostics).in(place));
  const auto data = std::make_shared<CsvDataset>(std::move(files), std::move(layout));
  THIMBLE_TRY_VOID(data->scan());
  return std::shared_ptr<const Dataset>(data);
}

}  // namespace

const DataFormatDef data_format_csv{.title = "CSV", .doc = "CSV with a row a sample", .claims = claims, .open = open};

}  // namespace thimble
