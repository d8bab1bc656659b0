#include "native/cli/data_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <mutex>
#include <system_error>

#include "core/base/text.h"

namespace thimble::cli {
namespace fs = std::filesystem;
namespace {

Error cannot_read(const std::string& path, int code) {
  return Error(ErrorCode::bad_data, cat("cannot be read: ", std::error_code(code, std::generic_category()).message()),
               "Check the name and that you may read it; several paths are separated by commas.")
      .in(path);
}

// The file that was read last, and what all sources of one call share.
class OpenFile {
 public:
  ~OpenFile() {
    if (handle_ >= 0) ::close(handle_);
  }
  Result<void> read(const std::string& path, std::int64_t offset, std::span<std::byte> out) {
    const std::lock_guard lock(mutex_);
    if (path != path_ || handle_ < 0) {
      if (handle_ >= 0) ::close(handle_);
      handle_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
      if (handle_ < 0) return cannot_read(path, errno);
      path_ = path;
    }
    while (!out.empty()) {
      const ssize_t got = ::pread(handle_, out.data(), out.size(), offset);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return cannot_read(path, errno);
      if (got == 0) return Error(ErrorCode::bad_data, "ended early while being read", "Has it been changed meanwhile?").in(path);
      out = out.subspan(static_cast<std::size_t>(got));
      offset += got;
    }
    return {};
  }

 private:
  std::mutex mutex_;
  std::string path_;
  int handle_ = -1;
};

struct Root {
  std::string folder;  // with a slash at its end; empty for a single file
  std::shared_ptr<OpenFile> open;
};

// The name is the path below the folder, behind the folder's own name: classes are told by folders.
ByteSource source(const std::shared_ptr<const Root>& root, std::string name, std::int64_t size, std::size_t cut) {
  // One string a file: what is left of its name is its path below the root.
  const auto shown = std::make_shared<const std::string>(name.substr(cut));
  return {std::move(name), size, [root, shown](std::int64_t offset, std::span<std::byte> out) -> Result<void> {
            return root->open->read(root->folder + *shown, offset, out);
          }};
}

Result<void> add_folder(const fs::path& folder, std::vector<ByteSource>& out) {
  const std::string base = fs::absolute(folder).lexically_normal().string();
  auto root = std::make_shared<Root>();
  root->folder = base.ends_with('/') ? base : base + "/";
  root->open = std::make_shared<OpenFile>();
  const std::string own = fs::path(root->folder).parent_path().filename().string();
  std::error_code code;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, code), end;
  for (; !code && at != end; at.increment(code)) {
    if (at->path().filename().string().starts_with('.')) {
      if (at->is_directory(code)) at.disable_recursion_pending();
      continue;
    }
    if (!at->is_regular_file(code)) continue;
    const std::uintmax_t size = at->file_size(code);
    const std::string below = fs::absolute(at->path()).lexically_normal().string().substr(root->folder.size());
    out.push_back(source(root, own + "/" + below, static_cast<std::int64_t>(size), own.size() + 1));
  }
  if (code) return cannot_read(folder.string(), code.value());
  if (out.empty())
    return Error(ErrorCode::bad_data, "the folder has no files in it", "Name the folder that holds the samples.").in(folder.string());
  return {};
}

}  // namespace

Result<std::vector<ByteSource>> data_files(const std::vector<std::string>& paths) {
  std::vector<ByteSource> out;
  for (const std::string& path : paths) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (code || status.type() == fs::file_type::not_found) return cannot_read(path, code ? code.value() : ENOENT);
    if (fs::is_directory(status)) {
      THIMBLE_TRY_VOID(add_folder(path, out));
      continue;
    }
    if (!fs::is_regular_file(status)) return invalid_argument("neither a file nor a folder", "Name a file of samples.").in(path);
    const std::uintmax_t size = fs::file_size(path, code);
    if (code) return cannot_read(path, code.value());
    auto root = std::make_shared<Root>();
    root->open = std::make_shared<OpenFile>();
    out.push_back(source(root, path, static_cast<std::int64_t>(size), 0));
  }
  return out;
}

}  // namespace thimble::cli
