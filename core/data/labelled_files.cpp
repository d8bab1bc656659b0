#include "core/data/labelled_files.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/data/data_format.h"
#include "core/data/source.h"

namespace thimble {

std::string LabelledFiles::name(std::int64_t index) const { return printable(files[static_cast<std::size_t>(index)].name, 1000); }

LabelledFiles label_by_folder(std::vector<ByteSource> files, Diagnostics& diagnostics) {
  LabelledFiles out{std::move(files), {}};
  std::vector<std::string> folders;
  for (const ByteSource& file : out.files) folders.push_back(printable(folder_part(file.name), 200));
  LabelTable table = label_table(folders);
  if (table.class_names.size() == 1) {
    diagnostics.note("labels", "none: all files lie in one folder; put each class into a folder with its name");
  } else if (table.class_names.size() > static_cast<std::size_t>(kMaxClasses)) {
    diagnostics.note("labels", cat("none: the files lie in ", table.class_names.size(), " folders, too many to be classes"));
  } else {
    out.labels = std::move(table);
  }
  return out;
}

}  // namespace thimble
