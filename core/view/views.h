// View-models: reports turned into what the page draws (view.fbs). Pure functions; each answer is one verified buffer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/report/model_report.h"

namespace thimble {

using ViewBytes = std::vector<std::byte>;

ViewBytes build_model_view(const ModelReport& report);
ViewBytes build_memory_view(const ModelReport& report);
ViewBytes build_targets_view(const ModelReport& report, std::string_view selected);

struct PackageFileInfo {
  std::string path;
  std::int64_t bytes = 0;
};

struct PackageInfo {
  std::string file_name, device, sha256, command;
  std::int64_t bytes = 0;
  std::vector<PackageFileInfo> files;
};

ViewBytes build_package_view(const PackageInfo& package);

struct CheckInfo {
  std::string title, text;
  bool good = false;
};

struct ChecksInfo {
  std::string state;  // what it waits for; empty: finished
  std::vector<CheckInfo> rows;
};

ViewBytes build_checks_view(const ChecksInfo& checks);

struct MissingInfo {
  std::vector<std::string> sizes, files;
};

ViewBytes build_missing_view(const MissingInfo& missing);

}  // namespace thimble
