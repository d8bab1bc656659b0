#include "native/cli/replaceable.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/text.h"
#include "native/cli/files.h"

namespace thimble::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kOptimizeFiles[] = {"report.json", "report.html", "recipe.json", "model.tflite", "model.onnx"};
constexpr std::string_view kOtherName = "Choose another name with -o.";

// Of a JSON file that Thimble made; nothing otherwise.
std::optional<Json> read_own_json(const fs::path& path) {
  const auto bytes = read_file(path.string());
  if (!bytes.ok()) return std::nullopt;
  auto document = Json::parse({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!document.ok() || document->root()["made_by"].text() != "Thimble") return std::nullopt;
  return std::move(*document);
}

void add_package(const fs::path& folder, const std::string& inside, std::set<std::string>& own) {
  const auto manifest = read_own_json(folder / inside / "manifest.json");
  if (!manifest) return;
  own.insert(inside + "manifest.json");
  for (const JsonValue file : manifest->root()["files"].items()) {
    if (const auto path = file["path"].text()) own.insert(inside + std::string(*path));
  }
}

// Paths in the folder, as the files that Thimble leaves in it name them.
std::set<std::string> own_files(const fs::path& folder) {
  std::set<std::string> own;
  add_package(folder, "", own);
  if (!read_own_json(folder / "report.json")) return own;
  own.insert(std::begin(kOptimizeFiles), std::end(kOptimizeFiles));
  add_package(folder, "package/", own);
  return own;
}

// Files in the folder that are not among `own`, relative to it.
std::vector<fs::path> foreign_files(const fs::path& folder, const std::set<std::string>& own, std::error_code& code) {
  std::vector<fs::path> out;
  for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
    if (it->is_directory(code) && !it->is_symlink(code)) continue;
    fs::path path = it->path().lexically_relative(folder);
    if (!own.contains(path.generic_string())) out.push_back(std::move(path));
  }
  return out;
}

bool stands_in(const fs::path& folder) {
  std::error_code code;
  const fs::path here = fs::current_path(code), there = fs::canonical(folder, code);
  return code || std::mismatch(there.begin(), there.end(), here.begin(), here.end()).first == there.end();
}

Error refused(std::string message, std::string_view hint, const fs::path& goal) {
  return invalid_argument(std::move(message), std::string(hint)).in(goal.string());
}

}  // namespace

Result<void> check_replaceable(const fs::path& goal, GoalKind kind) {
  std::error_code code;
  const bool folder = fs::is_directory(goal, code);
  if (kind == GoalKind::file && folder) return refused("is a folder, expected the name of a file", kOtherName, goal);
  if (kind == GoalKind::folder && !folder) return refused("is a file, expected the name of a folder", kOtherName, goal);
  if (!folder) return {};
  if (stands_in(goal)) return refused("is the folder that you are in, or one around it: it is not replaced", kOtherName, goal);
  const bool empty = fs::is_empty(goal, code);
  if (code) return refused("cannot be read: " + code.message(), kOtherName, goal);
  if (!empty && own_files(goal).empty())
    return refused("is a folder that Thimble has not written: it is not replaced", "Move it away, or choose another name with -o.", goal);
  return {};
}

std::error_code move_foreign_files(const fs::path& from, const fs::path& to) {
  std::error_code code;
  for (const fs::path& path : foreign_files(from, own_files(from), code)) {
    if (fs::exists(to / path, code)) continue;
    if (!code) fs::create_directories((to / path).parent_path(), code);
    if (!code) fs::rename(from / path, to / path, code);
    if (code) return code;
  }
  return code;
}

}  // namespace thimble::cli
