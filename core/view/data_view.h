// What DataView is built from: the samples that are open, how they become the model's input, and how they are divided.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/view/picture.h"
#include "core/view/views.h"

namespace thimble {

struct DataTile {
  std::string name, label;
  Picture original, seen;
};

struct DataSplit {
  std::string name, what;
  std::int64_t samples = 0;
};

struct DataInfo {
  std::string title, subtitle;
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<std::string> preprocessing;
  std::string preprocessing_note;
  Diagnostics notes;
  std::int64_t samples = 0;
  std::vector<DataSplit> splits;
  std::vector<std::pair<std::string, std::int64_t>> classes;
  std::vector<DataTile> tiles;
};

ViewBytes build_data_view(const DataInfo& data);

}  // namespace thimble
