// PackageView: what the download contains.
#include <string>

#include "core/base/text.h"
#include "core/view/figures.h"
#include "core/view/finish_view.h"
#include "core/view/views.h"

namespace thimble {

namespace {

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Told by the package's own naming; a file that follows none of it gets no sentence rather than a wrong one.
std::string_view what_is(std::string_view path) {
  struct Row {
    std::string_view end, what;
  };
  static constexpr Row rows[] = {
      {"README.md", "How to use it"},
      {"LICENSE", "Licence of the generated code"},
      {"manifest.json", "Sizes, scales, kernels, hashes"},
      {"CMakeLists.txt", "CMake build"},
      {"library.json", "PlatformIO library"},
      {"platformio.ini", "PlatformIO project"},
      {"library.properties", "Arduino library"},
      {"selftest.c", "Self-test with its vectors"},
      {"self_test.c", "Self-test with its vectors"},
      {"_weights.c", "Weights, in the layout the kernels read"},
      {"_weights.h", "Weights, in the layout the kernels read"},
      {"port.h", "What the platform provides"},
  };
  for (const Row& row : rows) {
    if (ends_with(path, row.end)) return row.what;
  }
  if (path.find("example") != std::string_view::npos) return "Example program";
  if (path.find("port") != std::string_view::npos) return "Port to a platform family";
  if (path.find("kernel") != std::string_view::npos) return "Kernel";
  if (path.find("test") != std::string_view::npos) return "Self-test";
  if (ends_with(path, ".h")) return "Header";
  if (ends_with(path, ".c")) return "C source";
  return "";
}

}  // namespace

ViewBytes build_package_view(const PackageInfo& package) {
  flatbuffers::FlatBufferBuilder to(8192);
  std::int64_t largest = 1;
  for (const PackageFileInfo& file : package.files) largest = std::max(largest, file.bytes);
  std::vector<flatbuffers::Offset<view::PackageFile>> rows;
  for (const PackageFileInfo& file : package.files) {
    const auto size = bytes_figure(to, file.bytes, {.share = static_cast<double>(file.bytes) / static_cast<double>(largest)});
    const auto path = to.CreateString(file.path);
    const auto what = to.CreateString(what_is(file.path));
    rows.push_back(view::CreatePackageFile(to, path, size, what));
  }
  const auto name = to.CreateString(package.file_name);
  const auto size = to.CreateString(bytes_text(package.bytes));
  const auto device = to.CreateString(package.device);
  const auto sha = to.CreateString(package.sha256);
  const auto command = to.CreateString(package.command);
  const auto files = to.CreateVector(rows);
  to.Finish(view::CreatePackageView(to, name, size, device, sha, command, files));
  return finish_view(to);
}

}  // namespace thimble
