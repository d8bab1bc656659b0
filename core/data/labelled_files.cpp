#include "core/data/labelled_files.h"

#include <algorithm>

#include "core/base/counts.h"
#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/label_list.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr std::size_t kMaxNamedClasses = 1000;

// "7" of "digits/7_theo_3.wav".
std::string beginning(std::string_view path) {
  const std::string_view file = file_part(path);
  return printable(file.substr(0, file.find_first_of("_-.")), 200);
}

// Names that number or split files name no classes.
bool names_classes(const LabelTable& table) {
  static constexpr std::string_view kParts[] = {"train", "test", "val", "valid", "img", "image", "images", "sample"};
  const auto& names = table.class_names;
  if (names.size() < 2 || names.size() > kMaxNamedClasses) return false;
  for (const std::string_view part : kParts) {
    if (std::find(names.begin(), names.end(), part) != names.end()) return false;
  }
  std::vector<std::int64_t> counts(names.size(), 0);
  for (const std::int32_t label : table.labels) ++counts[static_cast<std::size_t>(label)];
  std::erase(counts, 0);  // numbers that are missing among others
  return *std::min_element(counts.begin(), counts.end()) >= 2;
}

bool label_by_name(LabelledFiles& out, Diagnostics& diagnostics) {
  std::vector<std::string> names;
  for (const ByteSource& file : out.files) names.push_back(beginning(file.name));
  LabelTable table = label_table(names);
  if (!names_classes(table)) return false;
  diagnostics.note("labels", cat("by the beginnings of the files' names: '", names[0], "' is the class of '",
                                 printable(file_part(out.files[0].name), 200), "'; put classes into folders if that is wrong"));
  out.labels = std::move(table);
  return true;
}

bool label_by_folder(LabelledFiles& out, Diagnostics& diagnostics) {
  std::vector<std::string> folders;
  for (const ByteSource& file : out.files) folders.push_back(printable(folder_part(file.name), 200));
  LabelTable table = label_table(folders);
  if (table.class_names.size() == 1) return false;
  if (table.class_names.size() > static_cast<std::size_t>(kMaxClasses)) {
    diagnostics.warn("labels", cat("none: the files lie in ", table.class_names.size(), " folders, too many to be classes"));
    return true;
  }
  out.labels = std::move(table);
  return true;
}

Result<LabelTable> table_of(const std::vector<std::string>& labels) {
  std::vector<float> numbers;
  for (const std::string& label : labels) {
    const auto number = parse_int(label);
    if (!number) return label_table(labels);
    numbers.push_back(static_cast<float>(*number));
  }
  return label_table(numbers, 1, true);
}

Result<bool> label_by_list(LabelledFiles& out, const DataOptions& options, Diagnostics& diagnostics) {
  for (const ByteSource& list : options.label_lists) {
    THIMBLE_TRY(const auto labels, read_label_list(list, out.files, options, diagnostics));
    if (!labels) {
      diagnostics.note(printable(list.name, 200), "passed over: a table that does not name the files beside it");
      continue;
    }
    std::vector<ByteSource> files;
    std::vector<std::string> theirs;
    for (std::size_t i = 0; i < labels->size(); ++i) {
      if ((*labels)[i].empty()) continue;
      files.push_back(std::move(out.files[i]));
      theirs.push_back((*labels)[i]);
    }
    if (files.size() < labels->size())
      diagnostics.warn("labels", cat(counted(std::ssize(*labels) - std::ssize(files), "file is", "files are"), " left out: '", printable(list.name, 200),
                                     "' has no label for them"));
    if (files.empty()) return bad_data("no file has a label").in(printable(list.name, 200));
    out.files = std::move(files);
    THIMBLE_TRY(out.labels, table_of(theirs).in(printable(list.name, 200)));
    return true;
  }
  return false;
}

}  // namespace

std::string LabelledFiles::name(std::int64_t index) const { return printable(files[static_cast<std::size_t>(index)].name, 1000); }

Result<LabelledFiles> label_files(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics) {
  LabelledFiles out{std::move(files), {}};
  THIMBLE_TRY(const bool listed, label_by_list(out, options, diagnostics));
  if (listed || label_by_folder(out, diagnostics) || label_by_name(out, diagnostics)) return out;
  diagnostics.warn("labels", "none: all files lie in one folder; put each class into a folder with its name, or a table of file and label "
                             "(CSV) beside them");
  return out;
}

}  // namespace thimble
