// expand_containers: archives among the files become the files in them, ZIP, tar and gzip, also inside each other (three deep).
//   Nothing is unpacked to stay: each file of an archive is a ByteSource that unpacks what is asked for.
//   limits  kMaxFiles files in all; a ZIP's directory kMaxDirectoryBytes; entries of a ZIP may not overlap (so its size bounds
//           theirs); see inflated_file.h for what a stream may unpack to
//   errors  an archive that is broken is one; what is only strange in it (an encrypted entry) is passed over and noted
//   source  PKWARE APPNOTE 6.3.10, POSIX.1-2017 pax (ustar), RFC 1952
#pragma once

#include <vector>

#include "core/base/diagnostics.h"
#include "core/base/result.h"
#include "core/data/dataset.h"

namespace thimble {

inline constexpr std::size_t kMaxFiles = 2'000'000;
inline constexpr std::int64_t kMaxDirectoryBytes = std::int64_t{1} << 28;

Result<std::vector<ByteSource>> expand_containers(std::vector<ByteSource> files, Diagnostics& diagnostics);

// One of each kind: the files in it, named below the archive ("images.zip/cat/1.png").
Result<std::vector<ByteSource>> zip_entries(const ByteSource& archive, Diagnostics& diagnostics);
Result<std::vector<ByteSource>> tar_entries(const ByteSource& archive, Diagnostics& diagnostics);
Result<ByteSource> gzip_content(const ByteSource& packed);

// Files that operating systems leave about: not data, and not worth a word.
bool is_clutter(std::string_view path);

}  // namespace thimble
