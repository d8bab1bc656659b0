// Amounts as people type them, with their unit: "100K", "64KiB", "20 ms". One reading for every door.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace thimble {

struct Unit {
  std::string_view name;
  double factor;
};

// The number before the unit times the unit's factor; nothing where the text is no such amount, negative or not finite.
std::optional<double> parse_amount(std::string_view text, std::span<const Unit> units);

// Bytes: a number, then nothing, K, M, kB, MB (powers of 1000), KiB or MiB (of 1024), in any case of letters.
std::optional<std::int64_t> parse_bytes(std::string_view text);

// The same backwards, to the byte: "100K", "64KiB", "1M", "1500 B".
std::string typed_bytes(std::int64_t bytes);

// A limit: as it is typed, and in the unit of the figures that are held against it where that is another: "100K (97.7 KiB)", "64KiB".
std::string limit_text(std::int64_t bytes);

}  // namespace thimble
