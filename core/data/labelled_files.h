// Files that are one sample each, in folders that are their classes: "train/cat/1.png" is a cat. In one folder, the beginnings
//   of their names up to '_', '-' or '.' are the classes ("7_theo_3.wav", "cat.12.jpg"), where there are several and each has
//   several files.
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

LabelledFiles label_by_folder(std::vector<ByteSource> files, Diagnostics& diagnostics);

}  // namespace thimble
