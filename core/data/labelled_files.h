// Files that are one sample each, in folders that are their classes: "train/cat/1.png" is a cat. In one folder, the beginnings
//   of their names up to '_', '-' or '.' are the classes ("7_theo_3.wav", "cat.12.jpg"), where there are several and each has
//   several files. A table beside them that names them goes before both (label_list.h); files that it has no label for are left out.
#pragma once

#include <vector>

#include "core/base/diagnostics.h"
#include "core/data/dataset.h"
#include "core/data/label_table.h"

namespace thimble {

struct LabelledFiles {
  std::vector<ByteSource> files;
  LabelTable labels;  // empty where neither folders nor names tell

  std::string name(std::int64_t index) const;
};

Result<LabelledFiles> label_files(std::vector<ByteSource> files, const DataOptions& options, Diagnostics& diagnostics);

}  // namespace thimble
