#include "core/data/dataset.h"

#include <algorithm>
#include <map>

#include "core/base/text.h"
#include "core/data/containers.h"
#include "core/data/data_format.h"
#include "core/data/source.h"

namespace thimble {
namespace {

constexpr NamedDataFormat kFormats[] = {
#define THIMBLE_DATA_FORMAT(name) {#name, &data_format_##name},
#include "core/data/data_formats.def"
#undef THIMBLE_DATA_FORMAT
};
constexpr std::size_t kFormatCount = std::size(kFormats), kNoFormat = kFormatCount;

// After this many files of one ending that were all of one format, the next ones are taken at their word; a wrong one is
// found when it is read.
constexpr int kEnoughOfAnEnding = 64;

// What a file is when it is none of ours.
std::string_view foreign_kind(std::span<const std::byte> head) {
  struct Magic {
    std::string_view bytes, what;
    std::size_t at = 0;
  };
  static constexpr Magic kMagics[] = {{"GIF8", "a GIF (convert it to PNG)"},
                                      {"WEBP", "a WebP picture (convert it to PNG)", 8},
                                      {"OggS", "Ogg audio (convert it to WAV)"},
                                      {"fLaC", "FLAC audio (convert it to WAV)"},
                                      {"ID3", "MP3 audio (convert it to WAV)"},
                                      {"II*", "a TIFF (convert it to PNG)"},
                                      {"MM", "a TIFF (convert it to PNG)"},
                                      {"\x89HDF", "an HDF5 file (save the arrays by numpy.savez)"},
                                      {"PAR1", "a Parquet file (save it as CSV)"},
                                      {"ftyp", "a video, HEIC or AVIF file (convert it to PNG)", 4},
                                      {"\x80\x02", "a Python pickle (save the arrays by numpy.savez)"},
                                      {"\x80\x03", "a Python pickle (save the arrays by numpy.savez)"},
                                      {"\x80\x04", "a Python pickle (save the arrays by numpy.savez)"},
                                      {"7z\xbc\xaf", "a 7z archive (unpack it)"},
                                      {"\xff\xfe", "text in UTF-16 (save it as UTF-8)"},
                                      {"\xfe\xff", "text in UTF-16 (save it as UTF-8)"},
                                      {"Rar!", "a RAR archive (unpack it)"},
                                      {"BZh", "a bzip2 archive (unpack it)"},
                                      {"\xfd"
                                       "7zXZ",
                                       "an xz archive (unpack it)"},
                                      {"%PDF", "a PDF"}};
  for (const Magic& magic : kMagics) {
    if (starts_with(head, magic.bytes, magic.at)) return magic.what;
  }
  return head.empty() ? "an empty file" : "not known";
}

std::string known_formats() {
  std::vector<std::string> parts;
  for (const NamedDataFormat& format : kFormats) parts.push_back(std::string(format.def->doc));
  return join(parts, "; ") + "; or a ZIP, tar or gzip of these";
}

std::string_view ending(std::string_view name) {
  const std::string_view file = file_part(name);
  const std::size_t dot = file.find_last_of('.');
  return dot == std::string_view::npos ? std::string_view() : file.substr(dot);
}

struct Sorted {
  std::vector<ByteSource> files[kFormatCount];
  std::int64_t bytes[kFormatCount] = {};
  std::vector<std::pair<std::string, std::string_view>> others;  // name, what it is
};

Result<Sorted> sort_by_format(std::vector<ByteSource> files) {
  Sorted out;
  struct Seen {
    std::size_t format = kNoFormat;
    int count = 0;
  };
  std::map<std::string, Seen, std::less<>> endings;
  for (ByteSource& file : files) {
    const std::string end(ending(file.name));
    Seen& seen = endings[end];
    std::size_t format = seen.format;
    if (end.empty() || seen.count < kEnoughOfAnEnding) {
      THIMBLE_TRY(const std::vector<std::byte> head, read_range(file, 0, std::min(kHeadBytes, file.size)).in(printable(file.name, 200)));
      format = 0;
      while (format < kFormatCount && !kFormats[format].def->claims(file, head)) ++format;
      seen.count = seen.format == format && format != kNoFormat ? seen.count + 1 : 0;
      seen.format = format;
      if (format == kNoFormat) {
        out.others.emplace_back(printable(file.name, 200), foreign_kind(head));
        continue;
      }
    }
    out.bytes[format] += file.size;
    out.files[format].push_back(std::move(file));
  }
  return out;
}

}  // namespace

std::span<const NamedDataFormat> all_data_formats() { return kFormats; }

Result<std::shared_ptr<const Dataset>> open_dataset(std::vector<ByteSource> files, Diagnostics& diagnostics, const DataOptions& options) {
  if (files.empty()) return invalid_argument("no files of data were given", "Give " + known_formats() + ".");
  THIMBLE_TRY(files, expand_containers(std::move(files), diagnostics));
  std::sort(files.begin(), files.end(), [](const ByteSource& a, const ByteSource& b) { return a.name < b.name; });
  const std::size_t count = files.size();
  THIMBLE_TRY(Sorted sorted, sort_by_format(std::move(files)));
  const std::size_t best = static_cast<std::size_t>(std::max_element(sorted.bytes, sorted.bytes + kFormatCount) - sorted.bytes);
  if (sorted.files[best].empty()) {
    std::string found = count == 0 ? "there are no files in it" : cat("none of ", count, " files holds samples");
    if (!sorted.others.empty()) found += cat("; '", sorted.others[0].first, "' is ", sorted.others[0].second);
    return bad_data(found, "Give " + known_formats() + ".");
  }
  for (const auto& [name, what] : sorted.others) diagnostics.note(name, cat("passed over: ", what));
  DataOptions for_format = options;
  for (std::size_t i = 0; i < kFormatCount; ++i) {
    if (i == best || sorted.files[i].empty()) continue;
    if (kFormats[best].def->file_a_sample && kFormats[i].def == &data_format_csv) {
      for_format.label_lists = std::move(sorted.files[i]);
      continue;
    }
    diagnostics.warn(sorted.files[i][0].name, cat("passed over, with ", sorted.files[i].size() - 1, " more of its kind: ",
                                                  kFormats[i].def->title, " beside ", kFormats[best].def->title));
  }
  return kFormats[best].def->open(std::move(sorted.files[best]), for_format, diagnostics);
}

}  // namespace thimble
