// LabelList: a table beside pictures or recordings that says which class each file is: "file,label" and a row a file.
//   file    the column that names most of the files: by path, by name, or by name without ending
//   label   the column that DataOptions names; else one called label, class, ...; else the only other one; what was taken is noted
//   numbers are class numbers; words are numbered as label_table() does
//   limits  kMaxLabelListBytes
#pragma once

#include <optional>
#include <vector>

#include "core/base/diagnostics.h"
#include "core/data/dataset.h"

namespace thimble {

inline constexpr std::int64_t kMaxLabelListBytes = std::int64_t{1} << 26;

// The label of each of `files`, empty where the table has none; nothing where it names fewer than half of them.
Result<std::optional<std::vector<std::string>>> read_label_list(const ByteSource& table, const std::vector<ByteSource>& files,
                                                                const DataOptions& options, Diagnostics& diagnostics);

}  // namespace thimble
