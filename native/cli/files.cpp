#include "native/cli/files.h"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "core/base/text.h"
#include "core/formats/format_def.h"

namespace thimble::cli {
namespace fs = std::filesystem;
namespace {

volatile std::sig_atomic_t interrupt_noted = 0;

// Removes what is not finished, however the function that made it ends.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {}
  ~Unfinished() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void finished() { path_.clear(); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

Error cannot_write(const fs::path& path, const std::error_code& code) {
  return Error(ErrorCode::invalid_argument, "cannot write: " + code.message(), "Choose a folder that you may write to, with space left.")
      .in(path.string());
}

Result<void> write_bytes(const fs::path& path, const void* data, std::size_t size) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (!file) return cannot_write(path, std::error_code(errno, std::generic_category()));
  const bool written = std::fwrite(data, 1, size, file) == size;
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) return cannot_write(path, std::error_code(errno, std::generic_category()));
  return {};
}

// "fw/" is "fw".
fs::path named(const fs::path& goal) {
  fs::path clean = goal.lexically_normal();
  return clean.has_filename() ? clean : clean.parent_path();
}

fs::path beside(const fs::path& goal, const char* what) {
  return goal.parent_path() / ("." + goal.filename().string() + format(".%s-%ld", what, static_cast<long>(getpid())));
}

Result<void> move_into_place(Unfinished& made, const fs::path& goal) {
  if (interrupted()) return Error(ErrorCode::cancelled, "interrupted; nothing was written");
  std::error_code code;
  // What is there is kept until its successor stands.
  const fs::path before = beside(goal, "replaced");
  const bool replaces = fs::is_directory(goal, code);
  if (replaces) fs::rename(goal, before, code);
  if (replaces && code) return cannot_write(goal, code);
  fs::rename(made.path(), goal, code);
  if (code) {
    std::error_code ignored;
    if (replaces) fs::rename(before, goal, ignored);
    return cannot_write(goal, code);
  }
  made.finished();
  if (!replaces) return {};
  if (code = move_foreign_files(before, goal); code) {
    return invalid_argument("is written, but files of yours are still in " + before.string() + ": " + code.message(), "Move them yourself.")
        .in(goal.string());
  }
  fs::remove_all(before, code);
  return {};
}

// "height=224,width=224"; also "x:2=224".
Result<std::map<std::string, std::int64_t, std::less<>>> parse_sizes(const std::string& text) {
  std::map<std::string, std::int64_t, std::less<>> out;
  if (text.empty()) return out;
  for (const std::string_view part : split(text, ',')) {
    const std::size_t equals = part.find('=');
    const auto size = equals == std::string_view::npos ? std::nullopt : parse_int(trim(part.substr(equals + 1)));
    if (!size || *size < 1)
      return invalid_argument("--size is '" + printable(part) + "', expected NAME=N", "For example --size height=224,width=224.");
    out.insert_or_assign(std::string(trim(part.substr(0, equals))), *size);
  }
  return out;
}

}  // namespace

InterruptGuard::InterruptGuard()
    : before_(std::signal(SIGINT, [](int) { interrupt_noted = 1; })),
      before_term_(std::signal(SIGTERM, [](int) { interrupt_noted = 1; })) {}

InterruptGuard::~InterruptGuard() {
  std::signal(SIGINT, before_);
  std::signal(SIGTERM, before_term_);
}

bool interrupted() { return interrupt_noted != 0; }

Result<void> check_goal(const std::string& name, GoalKind kind, bool replace) {
  const fs::path goal = named(name);
  std::error_code code;
  const bool exists = fs::exists(goal, code);
  if (exists) THIMBLE_TRY_VOID(check_replaceable(goal, kind));
  if (exists && !replace)
    return Error(ErrorCode::invalid_argument, "exists already", "Add --force to replace it, or choose another name with -o.")
        .in(goal.string());
  const fs::path parent = goal.parent_path();
  if (!parent.empty()) fs::create_directories(parent, code);
  if (code) return cannot_write(parent, code);
  // Now, not after minutes of work.
  if (::access(parent.empty() ? "." : parent.c_str(), W_OK | X_OK) != 0)
    return cannot_write(goal, std::error_code(errno, std::generic_category()));
  return {};
}

Result<std::vector<std::byte>> read_file(const std::string& path) {
  std::error_code code;
  if (fs::is_directory(path, code))
    return Error(ErrorCode::bad_data, "is a folder, expected a model file", "Give the file itself.").in(path);
  const auto size = fs::file_size(path, code);
  if (code) return Error(ErrorCode::bad_data, "cannot be read: " + code.message(), "Check the name and that you may read it.").in(path);
  if (size > kMaxModelBytes) return model_too_large(static_cast<std::int64_t>(size)).in(path);
  std::vector<std::byte> bytes(size);
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) return Error(ErrorCode::bad_data, "cannot be opened: " + std::error_code(errno, std::generic_category()).message()).in(path);
  const std::size_t got = std::fread(bytes.data(), 1, bytes.size(), file);
  std::fclose(file);
  if (got != bytes.size()) return Error(ErrorCode::bad_data, "ended early while being read").in(path);
  return bytes;
}

Result<OpenModel> open_named_model(const Arguments& arguments, const std::string& sample) {
  std::string path;
  if (arguments.has("--sample")) {
    if (!arguments.operands().empty()) return invalid_argument("both --sample and a model are given", "Leave one of them out.");
    const char* assets = std::getenv("THIMBLE_ASSETS");
    path = std::string(assets ? assets : "assets") + "/sample/" + sample;
    std::error_code ignored;
    if (!fs::exists(path, ignored))
      return Error(ErrorCode::bad_data, "the built-in sample is not there",
                   "Run from the folder of Thimble's sources, or set THIMBLE_ASSETS to its folder `assets`.")
          .in(path);
  } else {
    if (arguments.operands().empty()) return invalid_argument("no model given", "Name a model file, or use --sample.");
    path = arguments.operands()[0];
  }
  return open_model_file(path, arguments.get("--size").value_or(""));
}

Result<OpenModel> open_model_file(const std::string& path, const std::string& sizes) {
  LoadOptions options;
  THIMBLE_TRY(options.sizes, parse_sizes(sizes));
  options.read_sibling = [&path](std::string_view name) { return read_file((fs::path(path).parent_path() / name).string()); };
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(path));
  return open_model(bytes, path, options);
}

Result<Device> named_device(const std::string& name) {
  if (!name.ends_with(".device")) {
    THIMBLE_TRY(const Device* device, device_by_name(name));
    return *device;
  }
  THIMBLE_TRY(const std::vector<std::byte> bytes, read_file(name));
  return parse_device({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, name);
}

Result<void> write_folder(const std::string& folder, const std::vector<EmittedFile>& files, bool replace) {
  const InterruptGuard guard;
  THIMBLE_TRY_VOID(check_goal(folder, GoalKind::folder, replace));
  const fs::path goal = named(folder);
  Unfinished made(beside(goal, "unfinished"));
  std::error_code code;
  for (const EmittedFile& file : files) {
    if (interrupted()) return Error(ErrorCode::cancelled, "interrupted; nothing was written");
    const fs::path path = made.path() / file.path;
    fs::create_directories(path.parent_path(), code);
    if (code) return cannot_write(path, code);
    THIMBLE_TRY_VOID(write_bytes(path, file.text.data(), file.text.size()));
  }
  return move_into_place(made, goal);
}

Result<void> write_whole_file(const std::string& path, std::span<const std::byte> bytes, bool replace) {
  const InterruptGuard guard;
  THIMBLE_TRY_VOID(check_goal(path, GoalKind::file, replace));
  Unfinished made(beside(path, "unfinished"));
  THIMBLE_TRY_VOID(write_bytes(made.path(), bytes.data(), bytes.size()));
  return move_into_place(made, path);
}

}  // namespace thimble::cli
