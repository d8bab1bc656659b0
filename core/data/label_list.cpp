#include "core/data/label_list.h"

#include <algorithm>
#include <map>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/csv_text.h"
#include "core/data/source.h"

namespace thimble {
namespace {

using Row = std::vector<std::string>;

constexpr int kMaxFolders = 16;  // of a path in a table; an archive's names may have hundreds, which would all be kept

std::string_view stem(std::string_view path) {
  const std::string_view file = file_part(path);
  return file.substr(0, file.find_last_of('.'));
}

Result<std::vector<Row>> read_rows(const ByteSource& table) {
  if (table.size > kMaxLabelListBytes) {
    return out_of_budget(cat("a table of labels of ", bytes_text(table.size), ", at most ", bytes_text(kMaxLabelListBytes), " are read"));
  }
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_range(table, 0, table.size));
  std::vector<std::string> lines;
  CsvRows splitter;
  const auto take = [&](std::int64_t, std::string_view text) { lines.emplace_back(text); };
  if (!splitter.feed({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, take)) return bad_data("a very long row", "Is a quote left open?");
  splitter.end(take);
  const char separator = guess_separator(lines);
  std::vector<Row> rows;
  if (separator == 0) return rows;
  for (const std::string& line : lines) rows.push_back(csv_fields(line, separator));
  const std::size_t columns = rows[0].size();
  std::erase_if(rows, [&](const Row& row) { return row.size() != columns; });
  return rows;
}

// Files by everything that a table may call them.
class FileNames {
 public:
  explicit FileNames(const std::vector<ByteSource>& files) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      const std::string_view path = files[i].name;
      add(path, i);
      add(stem(path), i);
      // Every path that ends in the file's name, from the shortest: "1.png", "a/1.png", "set/a/1.png".
      std::size_t slash = path.size();
      for (int folders = 0; folders < kMaxFolders && slash > 0; ++folders) {
        slash = path.rfind('/', slash - 1);
        if (slash == std::string_view::npos) break;
        add(path.substr(slash + 1), i);
      }
    }
  }
  static constexpr std::size_t kNone = SIZE_MAX;
  std::size_t find(std::string_view field) const {
    if (field.starts_with("./")) field.remove_prefix(2);
    const auto found = places_.find(field);
    return found == places_.end() ? kNone : found->second;
  }

 private:
  void add(std::string_view name, std::size_t file) {
    const auto [place, fresh] = places_.try_emplace(std::string(name), file);
    if (!fresh && place->second != file) place->second = kNone;  // of two files: it tells neither
  }
  std::map<std::string, std::size_t, std::less<>> places_;
};

std::size_t file_column(const std::vector<Row>& rows, const FileNames& names, std::int64_t& named) {
  std::size_t best = 0;
  named = 0;
  for (std::size_t c = 0; c < rows[0].size(); ++c) {
    const std::int64_t count = std::count_if(rows.begin(), rows.end(), [&](const Row& row) { return names.find(row[c]) != FileNames::kNone; });
    if (count <= named) continue;
    best = c;
    named = count;
  }
  return best;
}

Result<std::size_t> label_column(const Row& first, std::size_t file, bool header, const std::string& wanted) {
  if (!wanted.empty()) {
    for (std::size_t c = 0; c < first.size(); ++c) {
      if (header && first[c] == wanted) return c;
    }
    const auto number = parse_int(wanted);
    if (number && *number >= 0 && *number < std::ssize(first)) return static_cast<std::size_t>(*number);
    return invalid_argument(cat("no column '", printable(wanted), "' for the label"), cat("The first row is: ", printable(join(first, ", "), 200)));
  }
  if (const auto named = header ? label_like(first) : std::nullopt; named && *named != file) return *named;
  if (first.size() == 2) return 1 - file;
  return bad_data(cat("it names files, but which of its ", first.size(), " columns is the label cannot be told"),
                  cat("Name it by --label-column. The first row is: ", printable(join(first, ", "), 200)));
}

}  // namespace

Result<std::optional<std::vector<std::string>>> read_label_list(const ByteSource& table, const std::vector<ByteSource>& files,
                                                                const DataOptions& options, Diagnostics& diagnostics) {
  const std::string place = printable(table.name, 200);
  THIMBLE_TRY(const std::vector<Row> rows, read_rows(table).in(place));
  if (rows.empty()) return std::optional<std::vector<std::string>>();
  const FileNames names(files);
  std::int64_t named = 0;
  const std::size_t file = file_column(rows, names, named);
  if (2 * named < std::ssize(files)) return std::optional<std::vector<std::string>>();
  const bool header = names.find(rows[0][file]) == FileNames::kNone;
  THIMBLE_TRY(const std::size_t label, label_column(rows[0], file, header, options.label_column).in(place));
  std::vector<std::string> out(files.size());
  std::int64_t strangers = 0;
  for (std::size_t i = header ? 1 : 0; i < rows.size(); ++i) {
    const std::size_t at = names.find(rows[i][file]);
    if (at == FileNames::kNone) {
      ++strangers;
    } else if (!out[at].empty() && out[at] != rows[i][label]) {
      return bad_data(cat("'", printable(rows[i][file]), "' is '", printable(out[at]), "' and '", printable(rows[i][label]), "'"),
                      "Give each file one label.")
          .in(place);
    } else {
      out[at] = rows[i][label].substr(0, 200);
    }
  }
  const std::string column = header ? cat("'", printable(rows[0][label]), "'") : cat("number ", label);
  diagnostics.note("labels", cat("by column ", column, " of '", place, "'"));
  if (strangers > 0) diagnostics.warn(place, counted(strangers, "row names a file that is not here", "rows name files that are not here"));
  return std::optional(std::move(out));
}

}  // namespace thimble
