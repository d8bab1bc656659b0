#include "core/data/labelled_files.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/data/data_format.h"
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

}  // namespace

std::string LabelledFiles::name(std::int64_t index) const { return printable(files[static_cast<std::size_t>(index)].name, 1000); }

LabelledFiles label_by_folder(std::vector<ByteSource> files, Diagnostics& diagnostics) {
  LabelledFiles out{std::move(files), {}};
  std::vector<std::string> folders;
  for (const ByteSource& file : out.files) folders.push_back(printable(folder_part(file.name), 200));
  LabelTable table = label_table(folders);
  if (table.class_names.size() == 1) {
    if (label_by_name(out, diagnostics)) return out;
    diagnostics.note("labels", "none: all files lie in one folder; put each class into a folder with its name");
  } else if (table.class_names.size() > static_cast<std::size_t>(kMaxClasses)) {
    diagnostics.note("labels", cat("none: the files lie in ", table.class_names.size(), " folders, too many to be classes"));
  } else {
    out.labels = std::move(table);
  }
  return out;
}

}  // namespace thimble
