#include "core/data/containers.h"

#include "core/base/text.h"
#include "core/data/inflated_file.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr int kMaxDepth = 3;
constexpr std::int64_t kMagicBytes = 512;

enum class Container : std::uint8_t { none, zip, tar, gzip };

// Only what could be one is looked into: opening each of a hundred thousand pictures twice takes time.
bool may_be_container(std::string_view name) {
  const std::string_view file = file_part(name);
  for (const std::string_view known : {".png", ".PNG", ".jpg", ".JPG", ".jpeg", ".JPEG", ".bmp", ".BMP", ".wav", ".WAV", ".npy", ".csv"}) {
    if (file.ends_with(known)) return false;
  }
  return true;
}

Result<Container> container_of(const ByteSource& source) {
  THIMBLE_TRY(const std::vector<std::byte> head, read_range(source, 0, std::min(kMagicBytes, source.size)));
  if (starts_with(head, "PK\3\4") || starts_with(head, "PK\5\6")) return Container::zip;
  if (starts_with(head, "\x1f\x8b\x08")) return Container::gzip;
  if (starts_with(head, "ustar", 257)) return Container::tar;
  return Container::none;
}

Result<void> expand(ByteSource file, int depth, std::vector<ByteSource>& out, Diagnostics& diagnostics) {
  if (is_clutter(file.name)) return {};
  Container kind = Container::none;
  if (may_be_container(file.name) && file.size > 0) {
    THIMBLE_TRY(kind, container_of(file));
  }
  if (kind != Container::none && depth == kMaxDepth) {
    diagnostics.warn(printable(file.name), cat("passed over: archives in archives are followed ", kMaxDepth, " deep"));
    return {};
  }
  std::vector<ByteSource> inside;
  switch (kind) {
    case Container::none:
      if (out.size() >= kMaxFiles) return out_of_budget(cat("more than ", kMaxFiles, " files"), "Give a part of them.");
      out.push_back(std::move(file));
      return {};
    case Container::zip: {
      THIMBLE_TRY(inside, zip_entries(file, diagnostics));
      break;
    }
    case Container::tar: {
      THIMBLE_TRY(inside, tar_entries(file, diagnostics));
      break;
    }
    case Container::gzip: {
      THIMBLE_TRY(ByteSource content, gzip_content(file));
      inside.push_back(std::move(content));
      break;
    }
  }
  for (ByteSource& entry : inside) {
    const std::string place = printable(entry.name, 200);
    THIMBLE_TRY_VOID(expand(std::move(entry), depth + 1, out, diagnostics).in(place));
  }
  return {};
}

}  // namespace

bool is_clutter(std::string_view path) {
  const std::string_view file = file_part(path);
  return file.empty() || file.starts_with('.') || file == "Thumbs.db" || file == "desktop.ini" || path.starts_with("__MACOSX/") ||
         path.find("/__MACOSX/") != std::string_view::npos;
}

Result<ByteSource> gzip_content(const ByteSource& packed) {
  THIMBLE_TRY(const std::shared_ptr<InflatedFile> file, InflatedFile::open(packed, 0, packed.size, DeflateWrapper::gzip));
  std::string name = packed.name;
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  if (name.ends_with(".tgz")) name.replace(name.size() - 3, 3, "tar");
  return ByteSource{std::move(name), file->size(),
                    [file](std::int64_t offset, std::span<std::byte> out) -> Result<void> { return file->read(offset, out); }};
}

Result<std::vector<ByteSource>> expand_containers(std::vector<ByteSource> files, Diagnostics& diagnostics) {
  std::vector<ByteSource> out;
  for (ByteSource& file : files) {
    const std::string place = printable(file.name, 200);
    THIMBLE_TRY_VOID(expand(std::move(file), 0, out, diagnostics).in(place));
  }
  return out;
}

}  // namespace thimble
