// Amounts as people type them: "100K", "64KiB", "20ms", "90%". K = 1000, KiB = 1024.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace thimble::cli {

// Bytes: a number, then nothing, K, M, kB, MB (powers of 1000), KiB or MiB (of 1024).
Result<std::int64_t> parse_bytes(std::string_view text);
// Milliseconds: a number, then nothing, ms, us or s.
Result<double> parse_milliseconds(std::string_view text);
// Points of percent: "1", "0.5%".
Result<double> parse_points(std::string_view text);
// A share from 0 to 1: "0.9", "90%".
Result<double> parse_share(std::string_view text);
// A whole number of at least `low`.
Result<std::int64_t> parse_count(std::string_view text, std::int64_t low);

}  // namespace thimble::cli
