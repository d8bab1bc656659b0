// Device: what is known of a board's chip, as data. Built-in ones are devices/<id>.device; a user's own is one such file.
//   format   lines `key = value  # unit; confidence; source`; '#' starts a comment; README.md lists the keys
//   source   every fact of a built-in device says where it is from and whether that was looked at (verified) or is from
//            memory (recalled); a user's line may leave the comment out: the fact is then `stated`, by that file
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace thimble {

enum class Isa : std::uint8_t {
#define THIMBLE_ISA(name, doc) name,
#include "core/targets/isas.def"
#undef THIMBLE_ISA
};

std::string_view isa_name(Isa isa);
std::optional<Isa> parse_isa(std::string_view name);
std::span<const Isa> all_isas();

enum class Confidence : std::uint8_t { verified, recalled, stated };
std::string_view confidence_name(Confidence confidence);

struct Fact {
  std::string key, value, unit;
  Confidence confidence = Confidence::stated;
  std::string source;
};

struct RamBank {
  std::string name;
  std::int64_t bytes = 0;
};

struct Device {
  std::string id;            // the file's name without ".device"
  std::string name, vendor;  // of the chip or computer
  std::string core;          // a name of cores.def, or another: then there is no latency estimate
  Isa isa = Isa::armv7em;
  std::int64_t cores = 1;
  std::int64_t clock_hz = 0;
  bool constants_in_flash = true;  // false: a program is loaded into RAM with its constants
  std::int64_t flash_bytes = 0;    // 0 where constants are in RAM
  std::int64_t ram_bytes = 0;
  std::vector<RamBank> ram_banks;
  std::int64_t arena_bytes = 0;  // the largest range that one static arena can have
  std::optional<std::int64_t> flash_wait_states, icache_bytes, dcache_bytes;
  std::optional<double> active_power_mw;
  std::optional<double> price_low_usd, price_high_usd;
  std::vector<std::string> boards;
  std::vector<Fact> facts;  // in the order of the file
};

// Hostile input: bounded in size, every malformed line is answered with "file:line", what was found and what was expected.
Result<Device> parse_device(std::string_view text, std::string_view file_name);

std::span<const Device> builtin_devices();
// File name and text of each, in the same order: what a user copies to describe a board of their own.
std::span<const std::pair<std::string_view, std::string_view>> builtin_device_files();

// By id, or by name with case and punctuation ignored ("ESP32-S3", "esp32s3"); nullptr if there is none.
const Device* find_device(std::string_view name);
// The same, answering an unknown name with the nearest one and the list.
Result<const Device*> device_by_name(std::string_view name);

const Fact* find_fact(const Device& device, std::string_view key);

}  // namespace thimble
